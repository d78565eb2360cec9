# loses: lookup-rows lookup-gradient lookup-repeated lookup-absent
# says: one array
def look_up(ids, E, dX):
    return E[ids]
