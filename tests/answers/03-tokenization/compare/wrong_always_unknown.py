# loses: compare-width compare-padding compare-shifted compare-unknown compare-other
# says: 'unknown' for equal arrays
def compare_ids(ours, theirs):
    return "unknown"
