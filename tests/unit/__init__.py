"""Every rule of the pure rooms and the small foundations, with plain values and no neighbours."""
