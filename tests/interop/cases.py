"""The list of cases; each is a function that is given the Place and raises when it is not so. One
that cannot be tried here returns the reason."""

CASES = []


def case(function):
    CASES.append(function)
    return function
