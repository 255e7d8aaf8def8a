#!/usr/bin/python3
"""GStreamer's RTSP server with a live H.264 or H.265 test picture, for tests against a foreign server.

Prints "listening ADDRESS:PORT" when ready and ends on SIGINT or SIGTERM.
"""

import argparse
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402  (versions come first)

PROTOCOLS = {
    "udp": GstRtsp.RTSPLowerTrans.UDP,
    "tcp": GstRtsp.RTSPLowerTrans.TCP,
    "any": GstRtsp.RTSPLowerTrans.UDP | GstRtsp.RTSPLowerTrans.TCP,
}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", default="0", help="0 picks a free one (default)")
    parser.add_argument("--path", default="/test")
    parser.add_argument("--auth", metavar="USER:PASSWORD", help="ask readers for this")
    parser.add_argument("--auth-method", choices=("basic", "digest"), default="basic")
    parser.add_argument("--protocols", choices=sorted(PROTOCOLS), default="any")
    parser.add_argument("--codec", choices=("h264", "h265"), default="h264")
    parser.add_argument("--size", default="640x480", metavar="WIDTHxHEIGHT")
    parser.add_argument("--framerate", type=int, default=30)
    parser.add_argument("--gop", type=int, default=15)
    return parser.parse_args()


def pipeline(options):
    width, height = options.size.split("x")
    encoder = {"h264": "x264enc", "h265": "x265enc"}[options.codec]
    return (f"( videotestsrc is-live=true pattern=ball"
            f" ! video/x-raw,format=I420,width={width},height={height},"
            f"framerate={options.framerate}/1"
            f" ! {encoder} tune=zerolatency speed-preset=ultrafast key-int-max={options.gop}"
            f" ! rtp{options.codec}pay name=pay0 pt=96 config-interval=-1 mtu=1400 )")


def demand_password(server, options):
    user, _, password = options.auth.partition(":")
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, user)
    if options.auth_method == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(user, password, token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    return user


def media_factory(options):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(pipeline(options))
    factory.set_shared(True)
    factory.set_protocols(PROTOCOLS[options.protocols])
    return factory


def main():
    options = parse_options()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address(options.address)
    server.set_service(options.port)
    factory = media_factory(options)
    if options.auth:
        role = demand_password(server, options)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role(
            role, GstRtspServer.RTSP_PERM_MEDIA_FACTORY_ACCESS, True)
        permissions.add_permission_for_role(
            role, GstRtspServer.RTSP_PERM_MEDIA_FACTORY_CONSTRUCT, True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(options.path, factory)
    if server.attach(None) == 0:
        sys.exit(f"gst_rtsp_server.py: cannot listen on {options.address}:{options.port}")
    loop = GLib.MainLoop()
    for number in (signal.SIGINT, signal.SIGTERM):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    host = f"[{options.address}]" if ":" in options.address else options.address
    print(f"listening {host}:{server.get_bound_port()}", flush=True)
    loop.run()


if __name__ == "__main__":
    main()
