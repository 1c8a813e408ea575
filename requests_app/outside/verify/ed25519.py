"""Ed25519 signatures checked with whole numbers alone (RFC 8032, sections 5.1.3 and 5.1.7).

Must not sign anything: nothing here is hidden from a clock, which is no harm where everything is public.
"""

from __future__ import annotations

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, P - 2, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

_Point = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, T = XY/Z. RFC 8032, section 5.1.4."""
_NEUTRAL: _Point = (0, 1, 1, 0)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature was made by a key over a message.

    Strict where the standard leaves room: `s` is below the order, points have their one spelling, and a key of small
    order, for which signatures can be made without any secret, is refused.
    """
    if len(key) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    point = _point_of(key)
    if s >= ORDER or point is None or _is_neutral(_times_eight(point)):
        return False
    r = _point_of(signature[:32])
    if r is None:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    return _equal(_sum_of(s, k, _negative(point)), r)


def _point_of(data: bytes) -> _Point | None:
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (_D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == P - u and u:
        x = x * _ROOT_OF_MINUS_ONE % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(one: _Point, other: _Point) -> _Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * _D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _double(point: _Point) -> _Point:
    x, y, z, _t = point
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e = h - (x + y) * (x + y) % P
    g = a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times_eight(point: _Point) -> _Point:
    return _double(_double(_double(point)))


def _negative(point: _Point) -> _Point:
    x, y, z, t = point
    return P - x, y, z, P - t


def _is_neutral(point: _Point) -> bool:
    x, y, z, _t = point
    return x % P == 0 and (y - z) % P == 0


def _equal(one: _Point, other: _Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def _multiples(point: _Point) -> list[_Point]:
    """Sixteen multiples, from none on, so that numbers can be taken four bits at a time."""
    found = [_NEUTRAL]
    for _ in range(15):
        found.append(_add(found[-1], point))
    return found


def _sum_of(s: int, k: int, point: _Point) -> _Point:
    """`s` times the base point, plus `k` times a point: both in one walk over the bits."""
    of_base, of_point = _BASE_MULTIPLES, _multiples(point)
    total = _NEUTRAL
    for shift in range(252, -1, -4):
        total = _double(_double(_double(_double(total))))
        if digit := s >> shift & 15:
            total = _add(total, of_base[digit])
        if digit := k >> shift & 15:
            total = _add(total, of_point[digit])
    return total


def _base() -> _Point:
    point = _point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    if point is None:
        raise ValueError("The base point is on the curve.")
    return point


_BASE_MULTIPLES = _multiples(_base())
