"""Secrets that are more than random characters: keys, certificates, and the keys of WireGuard.

Each value is one text as the devices import it: PEM for keys and certificates, OpenVPN's own format for its TLS key,
base64 for WireGuard. Made once and kept, so that a build without a new link makes nothing; dates are those of the
day a certificate was made. ECDSA on P-256 with SHA-256, which every supported release of pfSense takes for OpenVPN.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from generators.estate.values import Made, SecretRule

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 730
CLOCKS_DIFFER = timedelta(days=1)  # a router whose clock is behind must not find the certificate not yet valid
Known = Mapping[str, str]


def make(rule: SecretRule, known: Known, now: datetime | None = None) -> str:
    """A new value by `rule.made`. `known` holds the secrets that `rule.of` names; `now` is the present by default."""
    assert rule.made is not None, "a rule that names no function"
    return _MAKERS[rule.made](rule, known, now or datetime.now(UTC))


def fault(rule: SecretRule, value: str, known: Known) -> str | None:
    """What is wrong with a stored value (not of its kind, not of the key and authority beside it); None if it fits."""
    try:
        if rule.made is Made.KEY:
            _key(value)
        elif rule.made in (Made.AUTHORITY, Made.SERVER, Made.CLIENT):
            return _mismatch(rule, value, known)
        elif rule.made is Made.TLS:
            return None if len(_tls_octets(value)) == TLS_OCTETS else "is not a TLS key of OpenVPN"
        elif rule.made is Made.WIREGUARD_PUBLIC:
            return None if value == _public(known[rule.of[0]]) else "does not belong to the private key beside it"
        elif len(base64.b64decode(value, validate=True)) != WIREGUARD_OCTETS:
            return f"is not a {rule.made}"
    except (ValueError, TypeError):
        return f"cannot be read as a {rule.made}"
    return None


def ends(certificate: str) -> datetime:
    """When a certificate (PEM) ends. Raises ValueError if it is none."""
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def _private(_: SecretRule, __: Known, ___: datetime) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic curve key")
    return key


def _mismatch(rule: SecretRule, value: str, known: Known) -> str | None:
    certificate = x509.load_pem_x509_certificate(value.encode())
    if certificate.public_key() != _key(known[rule.of[1]]).public_key():
        return "does not belong to the private key beside it"
    if rule.made is not Made.AUTHORITY:
        try:
            certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(known[rule.of[2]].encode()))
        except Exception:  # InvalidSignature is no ValueError
            return "was not signed by the authority beside it"
    return None


def _authority(rule: SecretRule, known: Known, now: datetime) -> str:
    """`of`: common name, name of the key."""
    name, key = _name(rule.of[0]), _key(known[rule.of[1]])
    usage = _usage(signs_others=True)
    return _pem(
        _builder(name, name, key.public_key(), now, now + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _leaf(rule: SecretRule, known: Known, now: datetime) -> str:
    """`of`: common name, names of the key, of the authority's certificate and of its key."""
    key, signer = _key(known[rule.of[1]]), _key(known[rule.of[3]])
    authority = x509.load_pem_x509_certificate(known[rule.of[2]].encode())
    end = min(now + timedelta(days=CERTIFICATE_DAYS), authority.not_valid_after_utc)
    purpose = ExtendedKeyUsageOID.SERVER_AUTH if rule.made is Made.SERVER else ExtendedKeyUsageOID.CLIENT_AUTH
    return _pem(
        _builder(_name(rule.of[0]), authority.subject, key.public_key(), now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(end)
    )


def _usage(signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    """A subject; a common name has at most 64 characters (RFC 5280, A.1), longer ones keep their two ends."""
    cut = common if len(common) <= 64 else f"{common[:31]}-{common[-32:]}"
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, cut)])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


TLS_OCTETS = 256
_TLS_HEAD, _TLS_TAIL = "-----BEGIN OpenVPN Static key V1-----", "-----END OpenVPN Static key V1-----"


def _tls(_: SecretRule, __: Known, ___: datetime) -> str:
    """2048 bits at random as OpenVPN reads them: sixteen octets a line, in hexadecimal."""
    octets = secrets.token_bytes(TLS_OCTETS).hex()
    lines = [octets[at : at + 32] for at in range(0, len(octets), 32)]
    return "\n".join([_TLS_HEAD, *lines, _TLS_TAIL, ""])


def _tls_octets(value: str) -> bytes:
    lines = value.strip().split("\n")
    if (lines[0], lines[-1]) != (_TLS_HEAD, _TLS_TAIL):
        raise ValueError("no frame")
    return bytes.fromhex("".join(lines[1:-1]))


WIREGUARD_OCTETS = 32


def _wireguard_private(_: SecretRule, __: Known, ___: datetime) -> str:
    """32 octets, clamped as `wg genkey` does, so that the text is the one that tools print again."""
    octets = bytearray(secrets.token_bytes(WIREGUARD_OCTETS))
    octets[0] &= 248
    octets[31] = octets[31] & 127 | 64
    return base64.b64encode(bytes(octets)).decode()


def _public(private: str) -> str:
    key = X25519PrivateKey.from_private_bytes(base64.b64decode(private, validate=True))
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def _wireguard_public(rule: SecretRule, known: Known, _: datetime) -> str:
    """`of`: name of the private key."""
    return _public(known[rule.of[0]])


def _wireguard_shared(_: SecretRule, __: Known, ___: datetime) -> str:
    return base64.b64encode(secrets.token_bytes(WIREGUARD_OCTETS)).decode()


_MAKERS: Mapping[Made, Callable[[SecretRule, Known, datetime], str]] = {
    Made.KEY: _private,
    Made.AUTHORITY: _authority,
    Made.SERVER: _leaf,
    Made.CLIENT: _leaf,
    Made.TLS: _tls,
    Made.WIREGUARD_PRIVATE: _wireguard_private,
    Made.WIREGUARD_PUBLIC: _wireguard_public,
    Made.WIREGUARD_SHARED: _wireguard_shared,
}
