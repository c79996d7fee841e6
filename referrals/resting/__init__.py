"""Files whose time of use is over: they rest, and two people open one for some days."""
