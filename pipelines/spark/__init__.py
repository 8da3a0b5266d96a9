"""Apache Spark as a second engine for the same models; imported only by a build that asks for it."""

import warnings

with warnings.catch_warnings():
    # PySpark 4.3 warns of pandas 3, and none of its data frames reaches pandas here.
    warnings.simplefilter("ignore")
    import pyspark.sql  # noqa: F401
