"""The rule book: the numbers that rules use, read from the warehouse and never typed into a page."""

from dashboard.warehouse import rows


def read_rule(parameter_name: str) -> int:
    """The number of one rule; a name that the warehouse does not know is a broken build."""
    known = rows("rule_parameters").set_index("parameter_name")["parameter_value"]
    return int(known[parameter_name])
