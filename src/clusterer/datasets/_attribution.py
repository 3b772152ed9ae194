"""What is to be said beside the shipped boundaries and populations."""

ATTRIBUTION = (
    "Contains Ordnance Survey data and National Statistics data © Crown copyright and database "
    "right, used under the Open Government Licence v3.0"
)
"""What their licence asks for."""
