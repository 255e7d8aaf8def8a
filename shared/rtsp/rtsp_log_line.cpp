#include "rtsp/rtsp_log_line.h"

#include "base/stream_url.h"

namespace oriel {

namespace {

QString lineOf(const QByteArray &start, const RtspHeaders &headers)
{
    constexpr qsizetype kMaxLength = 400;
    QByteArray line = start + " (CSeq " + headers.value("CSeq");
    if (headers.contains("Transport"))
        line += ", Transport " + headers.value("Transport");
    // Cut last: without its end a password would not be known for one.
    return redacted(QString::fromUtf8(line + ')')).left(kMaxLength);
}

} // namespace

QString logLine(const RtspRequest &request)
{
    return lineOf(request.method + ' ' + request.uri, request.headers);
}

QString logLine(const RtspResponse &response)
{
    return lineOf(QByteArray::number(response.status) + ' ' + response.reason, response.headers);
}

} // namespace oriel
