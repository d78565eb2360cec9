"""What tickets in German and French say beside the matter."""

# One phrase is one line, however long.
# ruff: noqa: E501

from ticketcourse.data.generation.templates import Phrases

_AREAS = """
    network     | Netzwerk                 | réseau
    access      | Benutzerkonto            | compte utilisateur
    mail        | Postfach oder Telefon    | courrier ou téléphone
    database    | Datenbankbereich         | domaine base de données
    storage     | Dateiablage              | stockage
    server      | Serverbereich            | domaine des serveurs
    integration | Datenaustausch           | échange de données
    data        | Auswertungsbereich       | domaine des rapports
    workplace   | Arbeitsplatz             | poste de travail
    application | Anwendungsbereich        | domaine applicatif
    security    | Sicherheitsbereich       | domaine sécurité
    delivery    | Entwicklungsbereich      | domaine du développement
"""
_ROWS = [[field.strip() for field in row.split("|")] for row in _AREAS.strip().splitlines()]

# For each language: the same kinds of sentences as remarks.py has in English.
VAGUE_SYMPTOM = {
    "de": Phrases.table("""
        (Es geht nicht|Nichts geht mehr|Wieder dasselbe Problem) (seit {when}|in {site}|bei {person})
        (Siehe Anhang|Wie besprochen mit {person}|Bitte {person} anrufen), (bitte prüfen|danke)
        """),
    "fr": Phrases.table("""
        (Cela ne marche pas|Plus rien ne marche|Encore le même problème) (depuis {when}|à {site}|chez {person})
        (Voir la pièce jointe|Comme convenu avec {person}|Merci d'appeler {person}), (à vérifier|merci)
        """),
}
VAGUE_FIX = {
    "de": Phrases.table("""
        (Erledigt|Gelöst|Behoben|Geht wieder) (am {date}|mit {person}|telefonisch)
        ({person}|{team}) (hat es erledigt|bestätigt, dass es geht), geschlossen
        """),
    "fr": Phrases.table("""
        (Terminé|Résolu|Corrigé|De nouveau bon) (le {date}|avec {person}|par téléphone)
        ({person}|{team}) (s'en est chargé|confirme que tout va bien), clos
        """),
}
AREA_SYMPTOM = {
    "de": {a: Phrases([f"(Problem|Störung|Ärger) im Bereich {d} (seit {{when}}|in {{site}})"])
           for a, d, _ in _ROWS},
    "fr": {a: Phrases([f"(Problème|Souci|Panne) côté {f} (depuis {{when}}|à {{site}})"])
           for a, _, f in _ROWS},
}  # fmt: skip
AREA_FIX = {
    "de": {a: Phrases([f"Von den Leuten für {d} (gelöst|erledigt|behoben) (am {{date}}|nachts)"])
           for a, d, _ in _ROWS},
    "fr": {a: Phrases([f"(Résolu|Corrigé|Réglé) par l'équipe {f} (le {{date}}|la nuit)"])
           for a, _, f in _ROWS},
}  # fmt: skip
OTHER_SYMPTOM = {
    "de": Phrases.table("""
        (Nicht zu verwechseln mit|Anders als in) {ticket}: {told}
        {told} - (das war {ticket}|das ist erledigt|das ist etwas anderes)
        """),
    "fr": Phrases.table("""
        (À ne pas confondre avec|Différent de) {ticket} : {told}
        {told} - (c'était {ticket}|c'est réglé|c'est autre chose)
        """),
}
OTHER_FIX = {
    "de": Phrases.table("""
        (Zuerst|Vorher|Gestern): {told}, (ohne Wirkung|hat nicht geholfen)
        {told} - (war nicht die Ursache|wieder rückgängig gemacht)
        """),
    "fr": Phrases.table("""
        (D'abord|Avant|Hier) : {told}, (sans effet|cela n'a rien changé)
        {told} - (ce n'était pas la cause|annulé ensuite)
        """),
}
REMARKS = {
    "de": Phrases.table("""
        (Bitte um Rückruf|Bitte melden) (bei {person}|in {site}|bis {date})
        (Es betrifft|Das sieht man auf) {host} (mit {version}|seit {when}|bei {team})
        (Die Kollegen aus|Die Leute von) {team} (warten|fragen nach|sehen dasselbe)
        (Protokoll|Bildschirmfoto) (liegt bei|unter {path}|unter {url})
        {person} hat {component} auf {host} (geprüft|verglichen|angesehen), (unauffällig|siehe {ticket})
        Wir haben {file} am {date} (gesichert|verglichen|gelöscht|neu angelegt) und {n} Zeilen gezählt
        (Gestern|Heute früh|Vor dem Umzug) lief {component} {version} noch (ohne Fehler|normal|wie immer)
        """),
    "fr": Phrases.table("""
        (Merci de rappeler|Merci de contacter) {person} (à {site}|avant {date}|aujourd'hui)
        (Cela concerne|On le voit sur) {host} (avec {version}|depuis {when}|chez {team})
        (Les collègues de|Les gens de) {team} (attendent|demandent des nouvelles|voient pareil)
        (Le journal|La capture) (est joint|est sous {path}|est sous {url})
        {person} a (vérifié|comparé|regardé) {component} sur {host}, (rien d'anormal|voir {ticket})
        Nous avons (copié|comparé|supprimé|recréé) {file} le {date} et compté {n} lignes
        (Hier|Ce matin|Avant le déménagement) {component} {version} marchait encore (sans erreur|bien)
        """),
}
OPENINGS = {
    "de": Phrases.table("(Hallo|Guten Morgen|Liebe Kollegen|Sehr geehrte Damen und Herren),"),
    "fr": Phrases.table("(Bonjour|Bonjour à tous|Chers collègues),"),
}
CLOSINGS = {
    "de": Phrases.table("(Danke|Viele Grüße|Mit freundlichen Grüßen) {person}"),
    "fr": Phrases.table("(Merci|Cordialement|Bien à vous) {person}"),
}
