"""The decryption doctor: opens what can be opened and says why the rest does not."""

from wizard.receiver.doctor.doctor import Doctor, Value
from wizard.receiver.doctor.report import ValueReport, apply

__all__ = ["Doctor", "Value", "ValueReport", "apply"]
