"""The data folder: archive, originals, published versions, keys, backup and what checks them."""
