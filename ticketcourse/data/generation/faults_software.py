"""What goes wrong in programs, security and delivery: phrasings for symptoms and fixes.

``faults.py`` says how to read the tables.
"""

# One phrase is one line, however long.
# ruff: noqa: E501

APPLICATION = """
null pointer | code defect | 108 | 0
- ({exc}|NullPointerException|IndexOutOfBoundsException|ClassCastException) in {class} (when|each time|whenever) (a user saves|{file} is read|{component} starts|the list is empty)
- {system} (crashes|throws {exc}|ends with {code}) when (I save|the form is empty|two tabs are open|a name is long)
- (Wrong result|Negative value|Wrong rounding|Off by one) in {class} (for {n} items|with {file}|since {when})
~ (Assertion|Invariant) in {class} (trips|is violated) for {n} items
> (Null check|Bounds check|Guard) (added|put) in {class} (with {version}|in commit {commit}|and tested)
> (Fixed|Corrected|Patched) in {class}, (released with {version}|part of {version}|commit {commit})
> (Calculation|Condition|Cast) in {class} (was wrong, corrected|rewritten|reverted)
>~ (Defensive copy|Early return) in {class}, shipped in {version}
de {exc} in {class} beim Speichern > Prüfung in {class} ergänzt, in {version} enthalten
fr {exc} dans {class} à l'enregistrement > Contrôle ajouté dans {class}, livré en {version}

race condition | code defect, concurrency | 9 | 3
- (Two|Three|{n}) (workers|threads) in {class} (overwrite each other|take the same item)
- (ConcurrentModificationException|Race|Lost update|Duplicate entry) in {class} (when two threads|if two users|under load|at times)
- (Sometimes|Once in {n} runs|Only under load) {component} (hangs|counts twice|loses an update|shows {exc})
~ (Interleaving|Double start) in {class} (corrupts|swaps) state
> (Synchronised|Made atomic|Guarded by a lock): {class}, (in {version}|commit {commit})
> (Race|Lost update|Double start) in {class} (closed|fixed|removed) in {version}
> (Shared map|Static field|Counter) in {class} (made thread safe|replaced)
>~ (Compare-and-set|Single writer) in {class} from {version} on
de {class} verliert unter Last Änderungen > Zugriff in {class} abgesichert mit {version}
fr {class} perd des mises à jour en charge > Accès à {class} protégé en {version}

crooked screen | code defect, user interface | 16 | 2
- (Button|Table|Dialog|Menu|Tooltip) in {system} (overlaps|is cut off|is too small|cannot be clicked) (in Firefox|on small screens|in dark mode|since {version})
- (Tab key|Focus|Scroll bar|Sorting) in the (form|list|dialog) of {system} (jumps|does not work|is lost)
- (Icon|Colour|Label|Layout) on the (start page|order page) of {system} is (wrong|misplaced|unreadable)
~ (Modal|Side panel) of {system} (hides|covers) the (footer|input)
> (Layout|Style sheet|Dialog|Focus order) of {system} (corrected|fixed in {version}|adapted)
> (CSS|Template|Component) of the (form|list|dialog) (changed|rewritten) in {version}
> (Button|Column|Icon) (moved|made larger|shown again)
>~ (Breakpoint|Contrast) of {system} (raised|reworked)
de Knopf in {system} ist abgeschnitten > Layout von {system} in {version} korrigiert
fr Bouton coupé dans {system} > Mise en page de {system} corrigée en {version}

search finds nothing | search | 10 | 0
- (No hits|Wrong hits) for (known names|numbers|{user}) in {system} (since {when}|after {version})
- (Search|Full text search|Quick search) in {system} (finds nothing|finds old entries|misses {n} hits|ranks nonsense first)
- (New|Changed) (documents|articles|customers) (cannot be found|appear days later) in the search of {system}
~ (Suggestions|Facets) in {system} (are stale|vanish)
> (Search index|Full text index|Shard) of {system} (rebuilt|filled again|repaired)
> (Crawler|Indexer|Analyser) of {system} (restarted|corrected|given rights)
> (Stop words|Synonyms|Ranking) (changed|corrected) in {system}
>~ (Alias|Segment) of the search cluster (swapped|merged)
de Suche in {system} findet nichts > Suchindex von {system} neu aufgebaut
fr La recherche dans {system} ne trouve rien > Index de recherche de {system} reconstruit

stale page | cache, performance | 10 | 0
- (Old prices|Old texts|Old pictures|Deleted items) (still shown|come back|are delivered) in {system} (after the change|for {n} hours|for some users)
- (Change|New version|Update) is (not visible|visible only on {host}|visible after {n} hours) in {system}
~ (Edge copy|Stored fragment) of {url} (outlives|ignores) the change
> (Cache|CDN|Browser cache|Redis) of {system} (flushed|emptied|invalidated)
> (TTL|Cache key|Cache header|Eviction) in {component} (corrected|shortened|set to {n})
> (Stale entries|Old keys) of {component} (removed|expired)
>~ (Purge hook|Surrogate key) for {url} introduced
de In {system} erscheinen alte Preise > Zwischenspeicher von {system} geleert
fr Anciens prix affichés dans {system} > Cache de {system} vidé

payment refused | payments | 10 | 2
- (Payment|Card payment|Direct debit|Refund) (is refused|is booked twice|stays pending) (in {system}|for order {n}|with {code})
- (Checkout|Basket|Cash desk) (ends with {code}|hangs|shows an error) at the (payment step|card terminal|last page)
~ (Payout|Chargeback) for order {n} (missing|wrong way round)
> (Payment provider|Merchant key|Terminal) (set up again|renewed|switched) for {system}
> (Double booking|Pending payment|Refund) of order {n} (cancelled|cleared|sent)
> (Callback|Amount check) of the payment (corrected|fixed in {version})
>~ (Settlement|Capture) of order {n} replayed
de Kartenzahlung in {system} wird abgelehnt > Zahlungsanbieter in {system} neu eingerichtet
fr Paiement refusé dans {system} > Prestataire de paiement reconfiguré pour {system}

wrong language | user interface | 5 | 0
- {system} (greets|mails|prints) {person} in (German|French|English) (since {when}|after {version})
- (Text|Mail template|Menu|Help) of {system} (is in the wrong language|is half English|shows keys like {user})
- (Translation|Wording|Term) (missing|wrong|odd) in {system} for {site}
~ (Locale|String table) of {system} (falls back|lacks {n} texts)
> (Translation|Texts|Language file) of {system} (completed|corrected|delivered)
> (Language setting|Locale) of {user} (changed|corrected)
> ({n} texts|Keys) (translated|added) for {site}
>~ (Plural forms|Fallback chain) of {system} repaired
de Menü von {system} in falscher Sprache > Sprachdatei von {system} ergänzt
fr Menu de {system} dans la mauvaise langue > Traduction de {system} complétée

wrong setting | configuration | 55 | 0
- {component} (ignores|does not take|loses) (the setting|its parameters|the property {user}) (after {version}|after the restart|on {host})
- ({system}|{component}) (points to|connects to|uses) the (old|wrong|test) (server|address|folder|account)
- (Default|Option|Switch|Property) of {component} (has no effect|is wrong|was reset) since {when}
~ (Profile|Override) of {component} on {host} (is not read|wins wrongly)
> (Setting|Parameter|Property|Environment variable) of {component} (corrected|set back|added) (in {path}|on {host}|by hand)
> (Wrong value|Typo|Old address) in {path} (corrected|removed|replaced)
> (Config|Profile|Options) of {component} (rolled out again|compared with {host} and fixed|set right)
>~ (Precedence|Merge order) of the settings for {component} changed
de {component} zeigt auf den falschen Server > Einstellung von {component} korrigiert
fr {component} pointe vers le mauvais serveur > Paramètre de {component} corrigé

how do I | user guidance | 24 | -2
- (How do I|How can I|Where do I|Is there a way to) (cancel an order|change my signature|find {report}|share {file}|filter by {site}) in {system}
- (Question|Short question|Do not understand) about (the new mask|{report}|{program}|{system}): (what is it for|where is it now|how does it work)
- {team} needs (a short training|somebody to explain|help with) {program}
~ (Which|What) button in {system} (closes|reopens) a case
> (Explained to|Showed|Trained) {person} (on the phone|in {n} minutes|with screen sharing)
> (Link to the manual|Short guide|Video) sent to (the user|{person}|{team})
> {person} (used the wrong filter|looked in the wrong place|had the old bookmark), (shown|told)
>~ (Walk-through|Office hour) held with {team}
de Wie kann ich in {system} einen Auftrag stornieren > Vorgehen {person} am Telefon erklärt
fr Comment annuler une commande dans {system} > Explication donnée à {person} par téléphone

manual is wrong | documentation | 7 | 0
- (Manual|Page|Javadoc|Readme|Guide) for {component} is (outdated|wrong|missing|misleading) (on {user}|since {version}|in step {n})
- (Example|Command|Screenshot) in the (manual|readme|wiki) of {component} (does not work|is from {version}|is wrong)
~ (Changelog|Reference) of {component} (omits|contradicts) {user}
> (Manual|Page|Readme|Guide) of {component} (updated|corrected|written)
> (Example|Screenshot|Step {n}) in the (manual|wiki|guide) (replaced|corrected)
> (Section|Paragraph) on {user} (added to|removed from) the docs
>~ (Reference|Changelog) of {component} regenerated
de Handbuch von {component} ist veraltet > Seite im Handbuch von {component} aktualisiert
fr Manuel de {component} obsolète > Page du manuel de {component} mise à jour
"""

SECURITY = """
strange mail | phishing | 14 | 3
- (Suspicious mail|Strange mail|Odd invoice|Fake bank mail) (received|opened|answered) (by {person}|in {team}|on {date})
- (Clicked on|Opened|Typed my name on) (a link|a page|an attachment) in a mail that (looks wrong|asks for gift cards|pretends to be {partner})
- Is this mail from {partner} (genuine|real|safe)
~ (QR code|Voice message) mail (lured|fooled) {person}
> (Mail was phishing|Phishing confirmed|Fake sender), (sender blocked|link blocked|deleted everywhere)
> (Sessions|Tokens) of {user} (ended|revoked) after the click, (team warned|reported)
> (Domain|Sender|Link) (blocked|added to the block list), {n} copies removed
>~ (Takedown|Sinkhole) of the lure page (asked for|done)
de Verdächtige Mail bei {person} eingegangen > Phishing bestätigt, Absender gesperrt
fr Message suspect reçu par {person} > Hameçonnage confirmé, expéditeur bloqué

virus found | malware | 8 | 0
- (Antivirus|Scanner|Defender) (found|blocked|reports) (a trojan|something|{code}|{file}) on {device}
- (Files|Pictures|Documents) on {path} (have a new ending|are encrypted|cannot be read)
- {device} (shows pop-ups|sends traffic to {ip}|starts unknown programs)
~ (Dropper|Beacon) seen on {device} (on {date}|towards {ip})
> ({device} isolated|{device} scanned|{device} reinstalled) and (clean|given back|checked)
> (Trojan|Malware|{file}) (removed|quarantined) on {device}
> (False alarm|False positive), {file} (released|allowed)
>~ (Memory image|Triage) of {device} (taken|done), nothing left
de Virenscanner meldet {file} auf {device} > Schadsoftware auf {device} entfernt
fr Virus signalé dans {file} sur {device} > Logiciel malveillant retiré de {device}

known hole | patching, vulnerability | 8 | 4
- (CVE-20{n}-{port}|Critical finding|Scanner finding|Advisory) for {component} {version} (open|reported|on {host})
- (Injection|Cross-site scripting|Weak cipher|Open directory) (found|possible) in {system} (at {url}|by the audit|on {host})
~ (Exploit|Proof of concept) for {component} {version} is (out|public)
> (Vulnerable|Old) {component} (updated to {version}|removed|replaced) (on {host}|everywhere)
> (Hole|Finding|Injection) in {class} (closed|fixed) with {version}
> (Weak cipher|Open directory|Default account) on {host} (switched off|closed|removed)
>~ (Virtual patch|Input filter) before {system} active
de Kritische Lücke in {component} {version} gemeldet > {component} auf {version} aktualisiert
fr Faille critique dans {component} {version} > {component} mis à jour en {version}

expired certificate | certificates | 15 | 0
- (Connection|Site) {url} (not trusted|flagged as unsafe) (by browsers|by {component}|since {when})
- (Browser warning|Not private|ERR_CERT_DATE_INVALID|Certificate warning) (on {system}|on {url}|for {host})
- (Certificate|Cert|TLS certificate) of {host} (expires on {date}|has expired|is self-signed|has the wrong name)
- (SSLHandshakeException|PKIX path building failed|certificate verify failed) in {component}
~ (OCSP|Revocation check) for {host} (fails|blocks the page)
> (Certificate|Cert) of {host} (renewed|exchanged|ordered and installed) (until {date}|for {n} months)
> (Intermediate|Root certificate|Chain) (added|imported|completed) on {host}
> (Automatic renewal|ACME job) on {host} (repaired|set up)
>~ (Key pair|Wildcard) for {host} (rolled|split)
de Zertifikat von {host} abgelaufen > Zertifikat von {host} erneuert
fr Certificat de {host} expiré > Certificat de {host} renouvelé
"""

DELIVERY = """
broken build | build | 22 | 0
- (Build|Compilation|Nightly build|CI job) of {component} (fails|is red|is broken) (on {branch}|since commit {commit}|with {code})
- (Cannot find symbol|Undefined reference|Syntax error|Missing import) in {class} (on {branch}|with the new compiler|at line {n})
- (Compiler|Linker|Maven|Gradle) (stops at|complains about|crashes on) {class}
~ (Toolchain|Wrapper) for {component} (mismatch|missing) on the agents
> (Build|Compilation) of {component} (repaired|green again) (with commit {commit}|on {branch})
> (Import|Symbol|Build file) in {class} (added|corrected|restored)
> (Compiler|Build agent|Build image) (pinned|updated|cleaned) to {version}
>~ (Hermetic step|Remote cache) for {component} reset
de Build von {component} auf {branch} rot > Build von {component} mit {commit} repariert
fr La compilation de {component} échoue sur {branch} > Compilation de {component} réparée par {commit}

flaky test | tests | 18 | 3
- (Test{class}|{class}Test|Unit test|Integration test) (fails at random|is flaky|times out|fails on Windows) (on {branch}|in CI|one run in {n})
- (Expected {n} but was {n}|Assertion failed|Test timed out) in {class}Test
~ (Fixture|Golden file) of {class}Test (drifts|depends on order)
> (Test|Unit test|Integration test) in {class}Test (stabilised|corrected|made independent of time)
> (Sleep|Fixed port|Shared folder) in the test (removed|replaced)
> (Expected value|Test data|Mock) of {class}Test (updated|fixed) in {commit}
>~ (Quarantine|Retry) for {class}Test lifted
de {class}Test schlägt zufällig fehl > {class}Test in {commit} stabilisiert
fr {class}Test échoue au hasard > {class}Test stabilisé dans {commit}

rollout stuck | deployment | 16 | 2
- (Deployment|Rollout|Release {version}|Installation of {version}) (of {component}|to {host}|to production) (failed|stopped|is half done)
- (After the rollout|Since the release|After the deployment) {host} (runs the old {version}|has mixed versions|lacks {file})
~ (Canary|Blue-green switch) of {component} (stalls|flips back)
> (Rollout|Deployment) of {version} (repeated|completed|rolled back) (on {host}|everywhere|to production)
> (Deploy script|Pipeline|Artefact) of {component} (corrected|uploaded again|fixed)
> {host} (brought to|set back to) {version}
>~ (Canary|Wave) of {component} (widened|restarted) at {percent} %
de Verteilung von {version} auf {host} fehlgeschlagen > Verteilung von {version} wiederholt
fr Déploiement de {version} interrompu sur {host} > Déploiement de {version} refait

library clash | build, dependencies | 10 | 0
- {component} (does not start|breaks) with {version} of the (library|driver|framework) (since {when}|on {branch})
- (NoSuchMethodError|ClassNotFoundException|NoClassDefFoundError|Version conflict) (for {class}|with library {version}|after upgrading {component})
- (Library|Package|Jar) of {component} (missing|twice on the class path|not compatible with {version})
~ (Transitive|Shaded) copy of {class} (shadows|breaks) {component}
> (Library|Package|Jar) (upgraded to {version}|pinned at {version}|excluded) in the build of {component}
> (Class path|Lock file|Shading) of {component} (cleaned|renewed|corrected)
> (Conflict|Duplicate jar) (removed|resolved) for {class}
>~ (Bill of materials|Resolution rule) of {component} aligned
de Bibliothek von {component} passt nicht zu {version} > Bibliothek auf {version} festgelegt
fr Bibliothèque de {component} incompatible avec {version} > Bibliothèque fixée en {version}
"""
