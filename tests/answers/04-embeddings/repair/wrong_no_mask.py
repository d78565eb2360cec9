# loses: repair-mean repair-largest
# says: padding's own row
def ticket_vectors(ids, E):
    return E[ids].mean(axis=1), E[ids].max(axis=1)
