#include "rtsp/rtsp_message.h"

#include "base/stream_url.h"

#include <algorithm>

namespace oriel {

namespace {

bool sameName(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// Without control characters, so that it cannot begin a line of its own.
QByteArray oneLine(QByteArray text)
{
    for (char &c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    }
    return text.trimmed();
}

void appendHeadersAndBody(QByteArray &out, const RtspHeaders &headers, const QByteArray &body)
{
    constexpr QByteArrayView kContentLength = "Content-Length";
    for (const auto &[name, value] : headers.all()) {
        if (!sameName(name, kContentLength))
            out += oneLine(name) + ": " + oneLine(value) + "\r\n";
    }
    if (!body.isEmpty())
        out += kContentLength.toByteArray() + ": " + QByteArray::number(body.size()) + "\r\n";
    out += "\r\n";
    out += body;
}

} // namespace

void RtspHeaders::add(QByteArray name, QByteArray value)
{
    m_fields.emplace_back(std::move(name), std::move(value));
}

QByteArray RtspHeaders::value(QByteArrayView name) const
{
    for (const auto &[fieldName, fieldValue] : m_fields) {
        if (sameName(fieldName, name))
            return fieldValue;
    }
    return {};
}

QList<QByteArray> RtspHeaders::values(QByteArrayView name) const
{
    QList<QByteArray> found;
    for (const auto &[fieldName, fieldValue] : m_fields) {
        if (sameName(fieldName, name))
            found.append(fieldValue);
    }
    return found;
}

bool RtspHeaders::contains(QByteArrayView name) const
{
    return std::any_of(m_fields.begin(), m_fields.end(),
                       [&](const auto &field) { return sameName(field.first, name); });
}

QByteArray RtspRequest::serialize() const
{
    QByteArray out = oneLine(method) + ' ' + lineSafeUri(uri) + " RTSP/1.0\r\n";
    appendHeadersAndBody(out, headers, body);
    return out;
}

QByteArray RtspResponse::serialize() const
{
    QByteArray out = "RTSP/1.0 " + QByteArray::number(status) + ' ' + oneLine(reason) + "\r\n";
    appendHeadersAndBody(out, headers, body);
    return out;
}

} // namespace oriel
