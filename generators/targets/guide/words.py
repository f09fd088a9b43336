"""The words of the generated pages in French and English, one line a word.

Plain text, without markup: the template engine escapes them like any other text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

LANGUAGES = {"fr": "Français", "en": "English"}

_WORDS: dict[str, tuple[str, str]] = {
    # Counts: singular and plural
    "site": ("site|sites", "site|sites"),
    "phone": ("poste|postes", "phone|phones"),
    "line": ("ligne|lignes", "line|lines"),
    "channel": ("appel à la fois|appels à la fois", "call at once|calls at once"),
    "file": ("fichier|fichiers", "file|files"),
    # Things
    "add_on": ("Module", "Add-on module"),
    "attached_to": ("Se branche sur", "Attaches to"),
    "by_hand": ("Réglé à la main", "Set by hand"),
    "by_hand_of": ("{name} = {value} : {reason}", "{name} = {value}: {reason}"),
    "decided_by": ("Décidé par", "Decided by"),
    "key_blf": ("surveille et appelle", "watches and calls"),
    "key_service": ("ouvre", "opens"),
    "key_speed_dial": ("compose", "dials"),
    "family_flat_models": ("7940 et 7960", "7940 and 7960"),
    "family_xml_models": ("7941 et ses cousins", "7941 and its siblings"),
    "keys_count": ("Touches", "Keys"),
    "modules": ("Modules d'extension", "Add-on modules"),
    "most": ("Au plus", "At most"),
    "parameter": ("Paramètre", "Parameter"),
    "parameters": ("Paramètres des postes", "Phone parameters"),
    "timezone": ("Fuseau horaire", "Time zone"),
    "values": ("Valeurs", "Values"),
    "value_text": ("texte", "text"),
    "value_characters": ("{most} caractères au plus", "{most} characters at most"),
    "value_range": ("{low} à {high}", "{low} to {high}"),
    "address": ("Adresse", "Address"),
    "button": ("Touche", "Button"),
    "calls": ("Appelle", "Calls"),
    "checksum": ("SHA-256", "SHA-256"),
    "code": ("Code", "Code"),
    "decimal_point": (",", "."),
    "default_load": ("Premier micrologiciel", "First firmware"),
    "desktops": ("Dossier de fonds", "Background folder"),
    "dhcp": ("Plage DHCP", "DHCP pool"),
    "directory": ("Annuaire", "Directory"),
    "document": ("Document", "Document"),
    "downloads": ("Téléchargements", "Downloads"),
    "extension": ("Numéro interne", "Extension"),
    "family": ("Configuration", "Configuration"),
    "file_most": ("Fichier, octets", "File, bytes"),
    "file_title": ("Fichier", "File"),
    "files": ("Fichiers", "Files"),
    "whole": ("L'installation entière", "The whole installation"),
    "firmware": ("Micrologiciel", "Firmware"),
    "firmware_files": ("Fichiers du micrologiciel", "Firmware files"),
    "g722": ("G.722", "G.722"),
    "gateway": ("Passerelle", "Gateway"),
    "internet": ("Internet", "Internet"),
    "key": ("Clé", "Key"),
    "kind": ("Genre", "Kind"),
    "line_title": ("Ligne", "Line"),
    "lines": ("Lignes", "Lines"),
    "link": ("Lien", "Link"),
    "links": ("Liens VPN", "VPN links"),
    "listens": ("Écoute", "Listens"),
    "load_id": ("Numéro XMLDefault", "XMLDefault number"),
    "loads": ("Micrologiciels connus", "Known firmware"),
    "locale_jar": ("Archive des textes", "Archive of texts"),
    "mac": ("Adresse MAC", "MAC address"),
    "model": ("Modèle", "Model"),
    "models": ("Modèles de postes", "Phone models"),
    "model_files": ("Micrologiciel et fichiers de Cisco", "Firmware and files from Cisco"),
    "model_limits": ("Limites et matériel", "Limits and hardware"),
    "name": ("Nom", "Name"),
    "network": ("Réseau", "Network"),
    "networks": ("Réseaux", "Networks"),
    "number": ("Numéro public", "Public number"),
    "numbers": ("Numéros publics", "Public numbers"),
    "option60": ("Option DHCP 60", "DHCP option 60"),
    "outside_hours": ("Hors horaires", "Outside hours"),
    "password_most": ("Mot de passe, caractères", "Password, characters"),
    "pbx": ("PBX", "PBX"),
    "phones": ("Postes", "Phones"),
    "place": ("Lieu", "Place"),
    "poe": ("PoE", "PoE"),
    "poe_cisco": ("propre à Cisco", "Cisco's own"),
    "poe_class": ("802.3af classe {number}", "802.3af class {number}"),
    "port": ("Port UDP", "UDP port"),
    "problems": ("Erreurs de la source", "Problems of the source"),
    "catalog": ("catalogue", "catalog"),
    "publisher": ("Éditeur", "Publisher"),
    "provider": ("Opérateur", "Provider"),
    "role": ("Rôle", "Role"),
    "rings": ("Sonne chez", "Rings"),
    "router": ("Routeur", "Router"),
    "screen": ("Écran", "Screen"),
    "seen": ("Vu sur du matériel", "Seen on hardware"),
    "section": ("Section", "Section"),
    "server": ("Serveur", "Server"),
    "servers": ("Chemin vers les serveurs", "The way to the servers"),
    "severity": ("Effet", "Effect"),
    "sheet": ("Fiche de réglage du routeur", "Router setup sheet"),
    "site_title": ("Site", "Site"),
    "sites": ("Sites", "Sites"),
    "size": ("Taille", "Size"),
    "sources": ("Sources", "Sources"),
    "subnet": ("Sous-réseau", "Subnet"),
    "tunnel": ("Réseau du tunnel", "Tunnel network"),
    "used_by": ("Employé par", "Used by"),
    "vlan": ("VLAN", "VLAN"),
    "vpn": ("VPN", "VPN"),
    "way": ("Chemin", "Way"),
    "with": ("Avec", "With"),
    "for": ("Pour", "For"),
    # Roles, ways, kinds
    "role_voice": ("voix", "voice"),
    "role_data": ("données", "data"),
    "way_local": ("sur place", "on site"),
    "way_vpn": ("par VPN", "by VPN"),
    "way_public": ("par son adresse publique", "at its public address"),
    "way_router": ("par le routeur du site", "by the site's router"),
    "way_none": ("sans poste", "no phones"),
    "server_pbx": ("PBX", "PBX"),
    "server_provisioning": ("Fichiers des postes (TFTP)", "Phone files (TFTP)"),
    "server_time": ("Heure (NTP)", "Time (NTP)"),
    "kind_person": ("personne", "person"),
    "kind_line": ("ligne partagée", "shared line"),
    "kind_group": ("groupe", "group"),
    "kind_mailbox": ("messagerie", "mailbox"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "listens_yes": ("écoute", "listens"),
    "listens_no": ("appelle", "calls"),
    "family_flat": ("texte (SIP….cnf)", "text (SIP….cnf)"),
    "family_xml": ("XML (SEP….cnf.xml)", "XML (SEP….cnf.xml)"),
    "effect_error": ("arrête la construction", "stops the build"),
    "effect_warning": ("avertit, n'arrête rien", "warns, stops nothing"),
    "none": ("non décrit", "not described"),
    "untagged": ("sans étiquette", "untagged"),
    "all_sites": ("Tous les sites", "All sites"),
    "site_number": ("numéro du site", "the site's number"),
    "legend_vpn": ("lien VPN", "VPN link"),
    "legend_public": ("par Internet, à travers siproxd", "across the Internet, through siproxd"),
    # Tables that can be filtered
    "filter": ("Filtrer", "Filter"),
    "rows_shown": ("résultats", "rows"),
    "sort_by": ("Trier par", "Sort by"),
    # Descriptions and sentences
    "about_sites": (
        "Tous les sites de {org} : postes, réseaux et chemin de chacun vers le PBX.",
        "All sites of {org}: their phones, networks and way to the PBX.",
    ),
    "about_site": (
        "{site} : schéma, réseaux, postes, numéros, liens et fichiers.",
        "{site}: diagram, networks, phones, numbers, links and files.",
    ),
    "about_directory": (
        "Personnes, lignes, groupes et messageries de {org}, avec numéro interne, numéro public et postes.",
        "People, lines, groups and mailboxes of {org}, with extension, number and phones.",
    ),
    "about_downloads": (
        "Échantillon des fichiers produits pour {org}, avec taille et empreinte SHA-256.",
        "A sample of the files made for {org}, with size and SHA-256 checksum.",
    ),
    "about_sheet": (
        "Réglages du routeur de {site}, écran par écran.",
        "Settings of the router of {site}, screen by screen.",
    ),
    "about_phones": (
        "Les modèles de postes de ce réseau, leurs lignes et leur micrologiciel.",
        "The phone models of this network, their lines and firmware.",
    ),
    "about_problems": (
        "Chaque erreur que la vérification peut signaler : pourquoi, et comment la corriger.",
        "Every problem that the check can report: why it is one, and how to mend it.",
    ),
    "about_parameters": (
        "Chaque paramètre documenté des postes, ses valeurs, et ce qui le décide.",
        "Every documented parameter of the phones, its values, and what decides it.",
    ),
    "about_sources": (
        "Les documents publics dont proviennent les clés et options des fichiers produits.",
        "The public documents from which the keys and options of the generated files come.",
    ),
    "about_site_build": (
        "La téléphonie de {org} : guide et inventaire.",
        "The telephony of {org}: guide and inventory.",
    ),
    "map_title": ("Carte du réseau", "Network map"),
    "map_text": (
        "{head} porte le PBX. {vpn} par VPN, {public} par Internet.",
        "{head} holds the PBX. {vpn} by VPN, {public} across the Internet.",
    ),
    "plan_title": ("Schéma de {site}", "Diagram of {site}"),
    "plan_text": (
        "Le routeur au milieu, les réseaux et postes du site à droite, à gauche ce qui mène ailleurs.",
        "The router in the middle, the site's networks and phones on the right, on the left what leads elsewhere.",
    ),
    "theme_auto": ("Clair ou sombre : comme le système", "Light or dark: as the system"),
    "theme_light": ("Mode clair", "Light mode"),
    "theme_dark": ("Mode sombre", "Dark mode"),
    "choose_language": ("Langue", "Language"),
    "footer": (
        "Pages tirées de la source par Tonalité {version}.",
        "Pages made from the source by Tonalité {version}.",
    ),
    "licence": ("Textes : CC BY-SA 4.0.", "Texts: CC BY-SA 4.0."),
    "permalink": ("Lien vers cette section", "Link to this section"),
    "source_code": ("Dépôt", "Repository"),
    "not_found": ("Page introuvable", "Page not found"),
    "no_such_page": (
        "Cette adresse ne mène à aucune page du guide. Passez par la recherche ou par le menu.",
        "This address leads to no page of the guide. Use the search or the menu.",
    ),
    # Sections of the menu
    "nav_home": ("Accueil", "Home"),
    "nav_understand": ("Comprendre", "Understand"),
    "nav_install": ("Installer", "Install"),
    "nav_network": ("Notre réseau", "Our network"),
    "nav_reference": ("Référence", "Reference"),
}


@cache
def words(language: str) -> Mapping[str, str]:
    """All words in `language` (`fr` or `en`), by key."""
    at = list(LANGUAGES).index(language)
    return {key: texts[at] for key, texts in _WORDS.items()}


def known(languages: Iterable[str]) -> tuple[str, ...]:
    """Those of `languages` that the guide is written in, once each, in the same order."""
    return tuple(dict.fromkeys(x for x in languages if x in LANGUAGES))


def count(language: str, number: int, thing: str) -> str:
    """`number` and the word for so many: French takes the singular for 0, English does not."""
    one, many = words(language)[thing].split("|")
    single = number < 2 if language == "fr" else number == 1
    return f"{number} {one if single else many}"
