"""Sentences beside the matter: vague ones, distractors, remarks, greetings and quoted replies."""

# One phrase is one line, however long.
# ruff: noqa: E501

from ticketcourse.data.generation.templates import Phrases

# A description that does not tell the symptom.
VAGUE_SYMPTOM = Phrases.table("""
    (It does not work|Nothing works|Same problem again|It is broken again|Still not solved) (since {when}|in {site}|for {person}|please help)
    (See attachment|See screenshot|As discussed with {person}|As told on the phone|Details by phone)
    (Follow-up to|Again like|Reopening) {ticket}, (please check|please take over|still there)
    (Please call {person}|Please come by|Somebody should look at this) (in {site}|today|before {date})
    (Issue|Incident|Trouble|Request) of {person} (from {when}|in {site}|of {date}), (please check|see mail|see {ticket})
    ~ (No idea what it is|Hard to describe), (please look|call {person})
    """)
# A description that tells the area, but not the symptom.
AREA_SYMPTOM = {
    "network": "connection, line, network thing",
    "access": "user account, sign-on matter, access thing",
    "mail": "mail or phone matter, communication thing, postbox matter",
    "database": "database matter, database thing, SQL matter",
    "storage": "file storage, storage thing, storage matter",
    "server": "server, platform, machine room thing",
    "integration": "interface, data exchange, connection to the partners",
    "data": "night processing, evaluation, number-crunching thing",
    "workplace": "workplace, desk equipment, PC thing",
    "application": "application, program screens, business software",
    "security": "security matter, security thing, safety warning",
    "delivery": "development tools, delivery chain, developer thing",
}
AREA_SYMPTOM = {
    area: Phrases(
        [
            f"(Something is wrong with|Problem with|Trouble with|Question on) the ({names}) "
            "(in {site}|of {team}|since {when}|again)",
            f"(The|Our) ({names}) (acts up|is odd|makes trouble), "
            "(see attachment|as discussed|please check|details by phone)",
        ]
    )
    for area, names in ((area, text.replace(", ", "|")) for area, text in AREA_SYMPTOM.items())
}
# A resolution that does not tell the fix.
VAGUE_FIX = Phrases.table("""
    (Done|Fixed|Solved|Resolved|Closed|Works again|ok now)
    (Solved|Fixed|Settled|Resolved) (by phone|with {person}|on site|together with {team}|see {ticket}|on {date})
    ({person}|{team}) (took care of it|solved it|confirmed that it works|is content), (closing|closed|done)
    (Committed|Merged|Pushed) to {branch}, thanks {person}
    (No answer for|Waited) {n} days, closing
    (Problem|Issue|Matter) (is gone|is settled|no longer exists), (closing|closed)
    ~ (Wrapped up|Sorted) with {person}
    """)
# A resolution that tells the area, but not the fix.
AREA_FIX = {
    area: Phrases(
        [
            f"(Solved|Fixed|Settled) by the {team} (on {{date}}|with {{person}}|at night)",
            f"(The {team}|{{person}} of the {team}) (took care of it|found the reason|put it right)",
            f"Handed to the {team}, (they closed it|done there|solved there)",
        ]
    )
    for area, team in {
        "network": "network people",
        "access": "identity people",
        "mail": "communication people",
        "database": "database people",
        "storage": "storage people",
        "server": "platform people",
        "integration": "interface people",
        "data": "reporting and batch people",
        "workplace": "workplace people",
        "application": "application people",
        "security": "security people",
        "delivery": "release people",
    }.items()
}

# Another symptom or fix is told, {told}, and waved aside.
OTHER_SYMPTOM = Phrases.table("""
    (Not the same as|Not to be confused with|Different from|Nothing to do with) {ticket}: {told}
    {told} - (that was {ticket}, it is solved|this was last month and is over|that is another matter|no, that works since {when})
    (Last week|Earlier|In {version}|Before the move) we had "{told}", (this is different|not any more|it is gone)
    {person} has another (problem|question), (own ticket|see {ticket}): {told}
    (I first thought of|One could think of|{person} asked about) "{told}", but (no|that is fine|we checked and it is not so)
    (Unlike|In contrast to) {ticket} ({told})
    ~ (Ruled out before|Excluded by {person}): {told}
    """)
OTHER_FIX = Phrases.table("""
    (First|Before|1st level|Yesterday): {told}, (no effect|did not help|without success|same as before)
    (Tried|Proposed|Suggested by {person}): {told}. (Same result|Not necessary|Was not the cause|Did not change a thing)
    {told} - (problem came back|was undone again|had no effect|but it was not that)
    (For|In) {ticket} it was "{told}", (not here|here it is another cause|does not apply)
    (Planned for next month|Separate change {ticket}): {told}
    (I thought|At first we believed) this needs "{told}", (it does not|wrong)
    ~ {told} (was a dead end|led nowhere)
    """)
# What sounds like the labels of `labels.py` but says the opposite.
NOT_SHOWN = Phrases.table("""
    (Only {person} is affected|Nobody else in {team} has it|The rest of {site} can work|Not a major incident)
    (It never worked|This was always so|Not new in {version}|Older versions do the same)
    (No customer noticed|Customers are not affected|Only inside {team})
    (No vendor case needed|We need no supplier for this|Not for the manufacturer)
    ~ Confined to (one seat|{person})
    """)

DESCRIPTION_REMARKS = Phrases.table("""
    I already (restarted|restarted {device}|signed off and on|tried {program}), (no change|same thing|did not help)
    (It happens|We see it|This occurs) (on {host}|in {site}|with {version}|on {branch}|for {team})
    (The|A|Our) {quality} {noun} was {deed} (on {date}|by {person}|in {site}) and the {noun} (is {quality}|looks {quality})
    (After|Before|While) the {noun} was {deed}, the {quality} {noun} (stays|was|looked) {quality}
    (Steps|To see it|How to get there): open the {noun}, take the {quality} {noun}, (press enter|wait|go back)
    (Expected|I would expect): the {quality} {noun}. (Seen|Instead|But): {a_quality} {noun}
    We {deed} the {noun} and {deed} the {quality} {noun}, (nothing unusual|see below|see {ticket})
    {person} from {team} (has|sees|reported) (the same|this too|it as well) (in {site}|on {device}|with {version})
    (Please call me|You reach me|I am in) {site} (until {n} o'clock|in the morning|with {person})
    This (blocks|delays|annoys) {team} (a little|since {when}|until {date}|every day)
    (Screenshot|Log|Full dump|Export of the {noun}) (is attached|is in my mail|was sent to {person}|can be had from {person})
    (There is|I found) {a_quality} {noun} in {file} that (nobody {deed}|{person} {deed}|looks {quality})
    (Environment|Setup|Versions): {component} {version}, {host}, {branch}
    (Could this come from|Is it related to) the {quality} {noun} that was {deed} (on {date}|on {date})
    If the {noun} is {quality}, the {noun} (is {deed}|gets {deed}) (twice|again|too late) by {component}
    The {noun} in {class} (is {deed}|should be {deed}|is never {deed}) when the {quality} {noun} (is {deed}|is there)
    {class}.{method} (calls|uses|skips) {class}.{method} with {a_quality} {noun}
    (Not urgent|Medium priority|It can wait|Rather soon, please) (for {team}|because of the {noun}|until {date})
    The {noun} (takes|needs|has) {n} (minutes|rows|steps|pages), the {quality} {noun} {n}
    (Users|Colleagues|People) of {team} (use|need|see) the {quality} {noun} (every day|for the {noun}|in {system})
    I (never {deed} a|{deed} no|{deed} every) {noun} (since {when}|on {device}|in {site})
    In {file} the {noun} is {quality} and the {noun} (has {n} entries|is {quality} too|was {deed})
    (We run|There are) {n} {quality} (nodes|machines|clients) with {version}, (each|every second one) has {a_quality} {noun}
    (Workaround|For now): the {noun} is {deed} by hand (by {person}|every morning|with {program})
    ~ The {quality} {noun} (mirrors|shadows) the {noun} of {team}
    """)
RESOLUTION_REMARKS = Phrases.table("""
    (Looked at|Checked|Went through) the {noun} of {component} with {person}, the {noun} is {quality}
    (Thanks|Thank you) {person}, (can you attach the {noun}|which {noun} is it|the {noun} helps|that is clear now)
    (Attached|Uploaded|See) the {quality} {noun} (for review|at {url}|from {host}|of {date})
    (+1|Looks good to me|Fine with me), (one small thing|only the {noun}|please mind the {noun}): {class}.{method} (keeps|drops|copies) {a_quality} {noun}
    (I think|As far as I see|In my view) the {noun} was {deed} before the {quality} {noun} was {deed}
    (Asked|Called|Wrote to) {person} (on {date}|twice|again), the {noun} was {deed}
    The {quality} {noun} was {deed} on {host}, then the {noun} was {deed} (by {person}|again|on {date})
    (Monitoring|Watching) {host} since {when}, the {noun} stays {quality}
    (Tested|Verified|Reviewed) by {person} (in {site}|on {branch}|with {version}|on {device})
    (No data was lost|The {noun} was not touched|Nothing else was {deed})
    {class}.{method} (is called from|hands over to|waits for) {class}, so the {quality} {noun} (comes first|is {deed})
    (Let us|We should|One could) keep the {quality} {noun} (for now|until {version}|in {ticket})
    (Moved|Assigned|Forwarded) to {person} of {team} because the {noun} is {quality}
    (Took longer|Late|Delayed) because {person} was (on leave|in {site}|busy with {ticket})
    (Knowledge article|Wiki page|Note in {path}) on the {quality} {noun} was {deed}
    (Why|Where|When) was the {noun} {deed}? (In {class}|On {date}|By {component})
    The {noun} (has|shows|needs) {n} (entries|steps|rows) (on {host}|in {file}|with {version})
    (I can|We can|You may) have the {noun} {deed} (on {date}|next week|after {version})
    {person} (agrees|asked for {a_quality} {noun}|wants the {noun} {deed}|was informed)
    (Small|Large|Second|Next) step: the {noun} is {deed}, {class} keeps its {quality} {noun}
    (Remaining|Open|Later): the {quality} {noun} and the {noun} of {team}, see {ticket}
    If the {noun} is {quality} again, (write to|call|ask) {person}
    ~ The {quality} {noun} was (shelved|parked) by {person}
    """)
OPENINGS = Phrases.table("""
    (Hi|Hello|Hi all|Hello team|Good morning|Dear service desk|Dear colleagues),
    (Urgent|Second try|Request|For {team}|[{site}]|[{system}]|FW): see below
    (To whom it may concern|Hi {person}|Hello {person}),
    ~ (Greetings|Ahoy) from {site},
    """)
CLOSINGS = Phrases.table("""
    (Thanks|Thank you|thx|Regards|Best regards|Kind regards|Cheers) {person}
    (Please help|Can you have a look|Any idea|Please advise|Many thanks in advance)
    {person}, {team}, (phone|ext.) {n}{n}{n}
    ~ (Much obliged|Yours), {person}
    """)
QUOTE_HEADS = Phrases.table("""
    (On {date}|On {when}) {person} wrote:
    {person} added a comment on {date}:
    -----Original message----- From: {person}, {team}
    Quoting {person} ({date}):
    """)
