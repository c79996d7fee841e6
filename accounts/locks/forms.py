"""Shape of input about the device one sits at."""

from django import forms

from accounts.middleware import Device
from audit.forms import Form


class DeviceForm(Form):
    """Which kind of device this is, for as long as the session lasts."""

    device = forms.ChoiceField(
        label="Dieses Gerät", choices=Device.choices, widget=forms.RadioSelect
    )
