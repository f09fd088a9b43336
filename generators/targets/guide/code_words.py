"""The feature codes in French and English: the title of each, and what it does; as in `words.py`, plain text."""

from __future__ import annotations

# `code_` and the field of `Codes`, the title; with `_does` behind it, a sentence.
CODES: dict[str, tuple[str, str]] = {
    "code_voicemail": ("Messagerie vocale", "Voicemail"),
    "code_voicemail_does": ("Écouter les messages de la ligne.", "Listen to the line's messages."),
    "code_forward": ("Renvoi permanent", "Forward always"),
    "code_forward_does": (
        "Tous les appels de la ligne vont au numéro composé : interne, ou extérieur si la ligne peut l'appeler.",
        "All calls to the line go to the number dialled: an extension, or one outside that the line may call.",
    ),
    "code_forward_busy": ("Renvoi si occupé", "Forward if busy"),
    "code_forward_busy_does": ("De même, quand la ligne est occupée.", "The same when the line is busy."),
    "code_forward_no_answer": ("Renvoi sans réponse", "Forward if unanswered"),
    "code_forward_no_answer_does": ("De même, quand personne ne répond.", "The same when nobody answers."),
    "code_forward_off": ("Fin des renvois", "Forwards off"),
    "code_forward_off_does": (
        "Retire les renvois posés par un code ; ceux de la source restent.",
        "Ends the forwards set by a code; those of the source stay.",
    ),
    "code_do_not_disturb": ("Ne pas déranger", "Do not disturb"),
    "code_do_not_disturb_does": (
        "La ligne paraît occupée. Le même code y met fin.",
        "The line seems busy. The same code ends it.",
    ),
    "code_pickup": ("Interception", "Pickup"),
    "code_pickup_does": (
        "Prendre un appel qui sonne dans son équipe ; suivi d'un numéro interne, l'appel de ce numéro-là, "
        "avec une équipe ou un site en commun.",
        "Take a call that rings in one's team; followed by an extension, the call of that one, with a team or a "
        "site in common.",
    ),
    "code_park": ("Parcage", "Parking"),
    "code_park_does": (
        "Transférer un appel ici le met en attente ; le PBX annonce une position de {first} à {last}, que "
        "n'importe quel poste compose pour le reprendre.",
        "Transferring a call here parks it; the PBX announces a position from {first} to {last}, which any phone "
        "dials to take it back.",
    ),
    "code_hide_number": ("Masquer son numéro", "Withhold one's number"),
    "code_hide_number_does": (
        "Suivi d'un numéro extérieur : l'appelé ne voit pas de numéro. Une urgence le voit toujours.",
        "Followed by a number outside: the person called sees no number. An emergency centre always sees it.",
    ),
    "code_intercom": ("Interphone", "Intercom"),
    "code_intercom_does": (
        "Suivi d'un numéro interne : ce poste décroche de lui-même.",
        "Followed by an extension: that phone answers by itself.",
    ),
    "code_login": ("S'identifier sur un poste", "Log in on a phone"),
    "code_login_does": (
        "Demande le numéro interne et le code ; la ligne est alors sur ce poste. Trois erreurs terminent l'appel.",
        "Asks for the extension and the code; the line is then on this phone. Three mistakes end the call.",
    ),
    "code_logout": ("Quitter le poste", "Log out"),
    "code_logout_does": ("Rend le poste à sa ligne.", "Gives the phone back to its line."),
    "code_night": ("Mode nuit", "Night mode"),
    "code_night_does": (
        "Ferme « {title} » jusqu'à ce que le code soit recomposé.",
        'Closes "{title}" until the code is dialled again.',
    ),
}
