#!/usr/bin/python3
"""The window in which a keyring asks for its password, in front of which nobody sits.

Owns org.gnome.keyring.SystemPrompter on the session bus, takes each prompt and never shows one.
"""

from gi.repository import Gio, GLib

INTERFACE = Gio.DBusNodeInfo.new_for_xml("""
<node><interface name='org.gnome.keyring.internal.Prompter'>
  <method name='BeginPrompting'><arg name='callback' type='o' direction='in'/></method>
  <method name='PerformPrompt'>
    <arg name='callback' type='o' direction='in'/><arg name='type' type='s' direction='in'/>
    <arg name='properties' type='a{sv}' direction='in'/>
    <arg name='exchange' type='s' direction='in'/></method>
  <method name='StopPrompting'><arg name='callback' type='o' direction='in'/></method>
</interface></node>""").interfaces[0]


def on_call(_bus, _sender, _path, _interface, _method, _parameters, invocation):
    invocation.return_value(None)


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.register_object("/org/gnome/keyring/Prompter", INTERFACE, on_call, None, None)
    Gio.bus_own_name_on_connection(bus, "org.gnome.keyring.SystemPrompter",
                                   Gio.BusNameOwnerFlags.NONE, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
