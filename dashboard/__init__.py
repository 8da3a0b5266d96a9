"""The windows of the house: pages over the warehouse file, which never cook."""
