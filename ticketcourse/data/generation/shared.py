"""Symptoms and fixes that two causes share, so that only both texts together tell the cause.

A block names two faults, A | B, and crosses two symptoms with two fixes. A shows the first symptom
and is cured by the first fix, or the second and the second; B is the other way round. Neither text
alone says anything about which of the two it is.
"""

# One phrase is one line, however long.
# ruff: noqa: E501

from typing import NamedTuple

from ticketcourse.data.generation.faults import FAULT_NUMBER
from ticketcourse.data.generation.templates import Phrases


class Cross(NamedTuple):
    """Two faults (numbers), two symptoms and two fixes."""

    faults: tuple[int, int]
    symptoms: tuple[Phrases, Phrases]
    fixes: tuple[Phrases, Phrases]

    def fault(self, symptom, fix):
        """Return the fault that this symptom (0 or 1) and this fix (0 or 1) mean together."""
        return self.faults[(symptom + fix) % 2]


_TABLE = """
memory leak | pool exhausted
s1 ({system}|{component}) (answers nobody|takes no requests|goes quiet) after (a few hours|a day or so|{n} hours) of (work|traffic|load)
s1 After (a few hours|half a day) (nothing comes back from {component}|{component} goes quiet|{system} takes no requests)
s2 ({system}|{component}) (gets slower and slower|loses speed|becomes sluggish) (through the day|hour by hour|until the evening)
s2 (Fast in the morning|Fine after midnight), but ({system}|{component}) (is sluggish|loses speed|gets slower) (by noon|towards evening)
r1 A (nightly restart|planned restart|restart once a day) of {component} (cured it|keeps it well|is what helped)
r1 (Restarting|Recycling) {component} (each night|once a day) (cured it|keeps it well|is what helped)
r2 A (higher limit|doubled limit|wider limit) for {component} (cured it|keeps it well|is what helped)
r2 (Raising|Doubling|Widening) the limit of {component} (cured it|keeps it well|is what helped)

account locked | sign-on loop
s1 (Sign-in page|Front page) of {system} (comes back|reappears) (without a word|with no message|empty) (for {person}|for {user}|since {when})
s1 {person} (types name and word|tries to get in) and (is back at the start|sees the first page again) (of {system}|without a word)
s2 {person} is (thrown out of|put out of|dropped from) {system} in the middle of (work|a form|a call)
s2 In the middle of (work|a form|a call) {system} (drops {person}|puts {user} out|wants {person} to start over)
r1 (Clearing the cookies|Cookies cleared|Emptied the browser store) on {device} (and it works|brought {person} back in|was the cure)
r1 On {device} (the cookies were cleared|the browser store was emptied), (and it works|that was the cure)
r2 (Setting up the profile anew|Profile set up anew|A fresh profile) on {device} (and it works|brought {person} back in|was the cure)
r2 On {device} (a fresh profile was made|the profile was set up anew), (and it works|that was the cure)

switch down | blocked port
s1 {host} (cannot be reached|is not visible|does not answer) from {site}, (other targets can|the rest works|all else is fine)
s1 From {site} (no way to|nothing gets to|no answer of) {host}, (other targets can|the rest works|all else is fine)
s2 (Session|Connection) from {site} to {host} (breaks after|ends after|lives for) {n} seconds
s2 After {n} seconds (each session|every connection) from {site} to {host} (breaks|ends|is gone)
r1 (Moving|Shifting) {host} to (another segment|segment {n}|the other segment) (made it work|did the trick|ended the trouble)
r1 {host} (sits in|was put in|went to) (another segment|segment {n}) now, that (did the trick|ended the trouble)
r2 (Reloading|A reload of) the (gear|device) before {host} (made it work|did the trick|ended the trouble)
r2 The (gear|device) before {host} (was reloaded|got a reload), that (did the trick|ended the trouble)

null pointer | wrong setting
s1 (Unexpected error|Something went wrong) on (saving|sending|submitting) in {system} (since {when}|for {team}|again)
s1 (Saving|Sending|Submitting) in {system} (ends in|gives) ("unexpected error"|"something went wrong") (since {when}|for {team}|again)
s2 (A value|One field|The last field) in {system} (is empty|stays blank|shows nothing) (after saving|for {team}|since {when})
s2 After saving (a value is gone|one field is blank|the last field shows nothing) in {system} (for {team}|since {when})
r1 (Going back|Return|Step back) to {version} (cured it|solved it|was enough)
r1 {component} (runs|is) on {version} again as before, that (cured it|solved it|was enough)
r2 (Emptying|Wiping|Clearing) the (work folder|working folder) of {component} (cured it|solved it|was enough)
r2 The (work folder|working folder) of {component} (was emptied|was wiped), that (cured it|solved it|was enough)

mail not delivered | partner silent
s1 {partner} (gets nothing|misses everything|waits) from {system} (since {when}|for {n} days|again)
s1 (Since {when}|For {n} days) {system} (brings nothing to|leaves out|lets wait) {partner}
s2 {partner} (gets everything twice|gets all of it double|complains about doubles) from {system}
s2 (Everything|All of it) from {system} (reaches {partner} twice|comes double to {partner}|arrives twice at {partner})
r1 (A new address|Other address|Address exchanged) for {partner}, (works since|ended it|flows again)
r1 {partner} (has|got) (a new address|another address) in {system}, (works since|ended it|flows again)
r2 (A new channel|Other channel|Channel exchanged) for {partner}, (works since|ended it|flows again)
r2 {partner} (has|got) (a new channel|another channel) in {system}, (works since|ended it|flows again)

job aborted | wrong record
s1 (Numbers|Values|Amounts) of {date} (are not there|are absent|cannot be seen) in {system} (for {team}|this morning|today)
s1 In {system} (this morning|today|for {team}) the (numbers|values|amounts) of {date} (are not there|are absent)
s2 (Numbers|Values|Amounts) of {date} (appear twice|stand there twice|are there double) in {system} (for {team}|this morning|today)
s2 In {system} (this morning|today|for {team}) the (numbers|values|amounts) of {date} (appear twice|stand there twice)
r1 (Day|Period) {date} (opened and closed once more|gone through once more), (sums agree|matches now|right now)
r1 (Once more through|One more pass over) {date}, (sums agree|matches now|right now)
r2 (Marker|Flag) of {date} (taken away|cleared by {person}), (sums agree|matches now|right now)
r2 {person} (took away|cleared) the (marker|flag) of {date}, (sums agree|matches now|right now)

printer | office add-in
s1 (Pages|Documents|Letters) from {program} (come out wrong|look wrong on paper|are shifted) (in {site}|for {person}|since {when})
s1 (In {site}|For {person}|Since {when}) (pages|documents|letters) from {program} (come out wrong|look wrong on paper)
s2 {program} (freezes|stops|hangs) when (paper is wanted|a page goes to paper|{person} prints)
s2 When (paper is wanted|a page goes to paper|{person} prints), {program} (freezes|stops|hangs)
r1 (Other driver|Older driver|Driver exchanged) on {device}, (good again|as it should be|{person} is happy)
r1 {device} (has|got) (another driver|the older driver), (good again|as it should be|{person} is happy)
r2 (Other default|Default changed|New default) on {device}, (good again|as it should be|{person} is happy)
r2 {device} (has|got) (another default|a new default), (good again|as it should be|{person} is happy)

disk full | backup failed
s1 (Nightly copy|Copy of {when}) of {host} is (incomplete|too short|lacking files)
s1 (Files are lacking|Half is lacking|Not all is there) in the (nightly copy|copy of {when}) of {host}
s2 (Nightly copy|Copy run) of {host} (does not come to an end|goes on until noon|never closes)
s2 (Until noon|For {n} hours) the (nightly copy|copy run) of {host} (goes on|does not close)
r1 (Fewer generations|Generations cut to {n}|Keeping {n} generations) for {host}, (runs well|complete since|fine since)
r1 {host} (keeps|holds) (fewer generations|only {n} generations), (runs well|complete since|fine since)
r2 (Other target|Target exchanged|A second target) for {host}, (runs well|complete since|fine since)
r2 {host} (writes|goes) to (another target|a second target), (runs well|complete since|fine since)

broken build | flaky test
s1 (Pipeline|Main pipeline) of {component} (is red|turns red|fails) at (stage {n}|the last stage) since {commit}
s1 Since {commit} (stage {n}|the last stage) of the (pipeline|main pipeline) of {component} (is red|fails)
s2 (Pipeline|Main pipeline) of {component} (stays at|hangs in|does not leave) (stage {n}|the last stage) on {branch}
s2 On {branch} the (pipeline|main pipeline) of {component} (stays at|hangs in) (stage {n}|the last stage)
r1 (Clean workspace|Workspace wiped|A new workspace) for {component}, (green|all stages pass|passes)
r1 {component} (runs in|got) a (clean workspace|new workspace), (green|all stages pass|passes)
r2 (Other runner|Runner exchanged|A bigger runner) for {component}, (green|all stages pass|passes)
r2 {component} (runs on|got) (another runner|a bigger runner), (green|all stages pass|passes)
"""


def _cross(block):
    head, *rows = block.strip().splitlines()
    table = {}
    for row in rows:
        mark, text = row.split(" ", 1)
        table.setdefault(mark, []).append(text)
    return Cross(
        tuple(FAULT_NUMBER[name.strip()] for name in head.split("|")),
        (Phrases(table["s1"]), Phrases(table["s2"])),
        (Phrases(table["r1"]), Phrases(table["r2"])),
    )


CROSSES = tuple(_cross(block) for block in _TABLE.strip().split("\n\n"))
CROSS_OF_FAULT = {fault: i for i, cross in enumerate(CROSSES) for fault in cross.faults}
