"""What can be chosen: channels with their events, methods, dynamic variables and delivery statuses."""

from wizard.catalog.load import CatalogError, load_catalog
from wizard.catalog.model import Catalog, Channel, DeliveryStatus, DynamicVariable, FieldHelp, Method

__all__ = [
    "Catalog",
    "CatalogError",
    "Channel",
    "DeliveryStatus",
    "DynamicVariable",
    "FieldHelp",
    "Method",
    "load_catalog",
]
