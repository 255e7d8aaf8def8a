#include "rtsp/sdp.h"

#include "rtsp/header_value.h"

#include <algorithm>
#include <array>
#include <vector>

namespace oriel {

namespace {

/// One payload type of a media section.
struct Format
{
    std::uint8_t payloadType = 0;
    QByteArray codec;
    QByteArray fmtp;
    std::uint32_t clockHz = 0;
};

struct Section
{
    SdpMedia media;
    std::vector<Format> formats; ///< In the order of the m= line, one a payload type.

    [[nodiscard]] Format *format(std::uint8_t payloadType)
    {
        const auto found = std::find_if(formats.begin(), formats.end(), [&](const Format &f) {
            return f.payloadType == payloadType;
        });
        return found == formats.end() ? nullptr : &*found;
    }
};

/// RFC 3551, 6: payload types that need no rtpmap.
constexpr std::array<std::pair<std::uint8_t, std::pair<const char *, std::uint32_t>>, 10>
    kStaticTypes{{{0, {"PCMU", 8000}},
                  {3, {"GSM", 8000}},
                  {8, {"PCMA", 8000}},
                  {9, {"G722", 8000}},
                  {14, {"MPA", 90000}},
                  {26, {"JPEG", 90000}},
                  {31, {"H261", 90000}},
                  {32, {"MPV", 90000}},
                  {33, {"MP2T", 90000}},
                  {34, {"H263", 90000}}}};

std::optional<std::uint8_t> toPayloadType(QByteArrayView text)
{
    bool isNumber = false;
    const uint number = text.trimmed().toUInt(&isNumber);
    return isNumber && number < 128 ? std::optional(static_cast<std::uint8_t>(number))
                                    : std::nullopt;
}

Format makeFormat(std::uint8_t payloadType)
{
    Format format;
    format.payloadType = payloadType;
    for (const auto &[type, codec] : kStaticTypes) {
        if (type == payloadType) {
            format.codec = codec.first;
            format.clockHz = codec.second;
        }
    }
    return format;
}

/// Cuts the first word off, white space around it too.
QByteArrayView takeWord(QByteArrayView &text)
{
    text = text.trimmed();
    const auto end =
        std::find_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t'; });
    const QByteArrayView word = text.first(end - text.begin());
    text = text.sliced(word.size()).trimmed();
    return word;
}

/// "video 0 RTP/AVP 96 97" (RFC 4566, 5.14).
Section parseMediaLine(QByteArrayView value)
{
    Section section;
    section.media.type = takeWord(value).toByteArray().toLower();
    takeWord(value);
    takeWord(value);
    while (!value.isEmpty()) {
        const auto payloadType = toPayloadType(takeWord(value));
        if (payloadType && !section.format(*payloadType))
            section.formats.push_back(makeFormat(*payloadType));
    }
    return section;
}

/// "H264/90000" behind its payload type (RFC 4566, 6).
void readRtpmap(Format &format, QByteArrayView value)
{
    const qsizetype slash = value.indexOf('/');
    format.codec = (slash < 0 ? value : value.first(slash)).trimmed().toByteArray().toUpper();
    QByteArrayView clock = slash < 0 ? QByteArrayView() : value.sliced(slash + 1);
    const qsizetype end = clock.indexOf('/');
    format.clockHz = (end < 0 ? clock : clock.first(end)).trimmed().toUInt();
}

void readMediaAttribute(Section &section, QByteArrayView name, QByteArrayView value)
{
    const auto is = [&](QByteArrayView known) {
        return name.compare(known, Qt::CaseInsensitive) == 0;
    };
    if (is("control")) {
        section.media.control = value.toByteArray();
        return;
    }
    if (!is("rtpmap") && !is("fmtp"))
        return;
    const auto payloadType = toPayloadType(takeWord(value));
    Format *format = payloadType ? section.format(*payloadType) : nullptr;
    if (!format)
        return;
    if (is("rtpmap"))
        readRtpmap(*format, value);
    else
        format->fmtp = value.toByteArray();
}

std::optional<VideoCodec> codecOf(QByteArrayView encodingName)
{
    if (encodingName == QByteArrayView("H264"))
        return VideoCodec::H264;
    if (encodingName == QByteArrayView("H265"))
        return VideoCodec::H265;
    return std::nullopt;
}

/// The section with the one format that Oriel asks for: the first it can play, as the order is the
/// sender's preference (RFC 4566, 5.14); else the first.
SdpMedia chosen(Section section)
{
    const auto isPlayable = [](const Format &format) { return codecOf(format.codec).has_value(); };
    auto format = std::find_if(section.formats.begin(), section.formats.end(), isPlayable);
    if (format == section.formats.end())
        format = section.formats.begin();
    if (format != section.formats.end()) {
        section.media.payloadType = format->payloadType;
        section.media.codec = format->codec;
        section.media.fmtp = format->fmtp;
        section.media.clockHz = format->clockHz == 0 ? section.media.clockHz : format->clockHz;
    }
    return section.media;
}

/// Cuts the first line off; CRLF, LF and CR end one.
QByteArrayView takeLine(QByteArrayView &text)
{
    const auto end =
        std::find_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; });
    const QByteArrayView line = text.first(end - text.begin());
    text = text.sliced(std::min(line.size() + 1, text.size()));
    return line.trimmed();
}

QByteArray lineOf(QByteArrayView text)
{
    QByteArray line = text.toByteArray();
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return line.trimmed();
}

bool isAbsolute(QByteArrayView uri)
{
    const qsizetype mark = uri.indexOf("://");
    const QByteArrayView scheme = uri.first(std::max<qsizetype>(mark, 0));
    return mark > 0 && std::all_of(scheme.begin(), scheme.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '+' || c == '-' || c == '.';
           });
}

} // namespace

QByteArray SdpMedia::fmtpParameter(QByteArrayView name) const
{
    QByteArrayView rest = fmtp;
    while (!rest.isEmpty()) {
        const auto [field, value] = splitParameter(takeField(rest, ';'));
        if (field.compare(name, Qt::CaseInsensitive) == 0)
            return value.toByteArray();
    }
    return {};
}

std::optional<VideoCodec> SdpMedia::videoCodec() const
{
    return codecOf(codec);
}

QByteArray SdpMedia::parameterSets() const
{
    if (videoCodec() == VideoCodec::H264)
        return h264::annexBOfSprop(fmtpParameter("sprop-parameter-sets"));
    if (videoCodec() == VideoCodec::H265)
        return h265::annexBOfSprop(fmtpParameter("sprop-vps"), fmtpParameter("sprop-sps"),
                                   fmtpParameter("sprop-pps"));
    return {};
}

std::optional<Sdp> Sdp::parse(QByteArrayView text)
{
    constexpr std::size_t kMaxSections = 64;
    Sdp sdp;
    std::vector<Section> sections;
    while (!text.isEmpty()) {
        const QByteArrayView line = takeLine(text);
        if (line.size() < 2 || line[1] != '=')
            continue;
        const QByteArrayView value = line.sliced(2).trimmed();
        if (line[0] == 'm' && sections.size() == kMaxSections)
            break;
        if (line[0] == 'm')
            sections.push_back(parseMediaLine(value));
        if (line[0] != 'a')
            continue;
        const qsizetype colon = value.indexOf(':');
        const QByteArrayView name = (colon < 0 ? value : value.first(colon)).trimmed();
        const QByteArrayView rest =
            colon < 0 ? QByteArrayView() : value.sliced(colon + 1).trimmed();
        if (!sections.empty())
            readMediaAttribute(sections.back(), name, rest);
        else if (name.compare("control", Qt::CaseInsensitive) == 0)
            sdp.control = rest.toByteArray();
    }
    for (Section &section : sections)
        sdp.media.append(chosen(std::move(section)));
    return sdp.media.isEmpty() ? std::nullopt : std::optional(sdp);
}

const SdpMedia *Sdp::video() const
{
    const SdpMedia *found = nullptr;
    for (const SdpMedia &section : media) {
        if (section.type != "video")
            continue;
        if (section.videoCodec())
            return &section;
        if (!found)
            found = &section;
    }
    return found;
}

QByteArray makeH264Sdp(QByteArrayView sessionName, QByteArrayView address,
                       const h264::ParameterSets &sets, QByteArrayView control)
{
    const QByteArray name = lineOf(sessionName);
    const QByteArray literal =
        lineOf(address.first(address.contains('%') ? address.indexOf('%') : address.size()));
    const QByteArray host = literal.isEmpty()       ? QByteArray("IN IP4 0.0.0.0")
                            : literal.contains(':') ? "IN IP6 " + literal
                                                    : "IN IP4 " + literal;
    QByteArray fmtp = "packetization-mode=1";
    if (sets.complete())
        fmtp += ";profile-level-id=" + sets.profileLevelId() +
                ";sprop-parameter-sets=" + sets.toSprop();
    return "v=0\r\no=- 0 0 " + host + "\r\ns=" + (name.isEmpty() ? "-" : name) + "\r\nc=" + host +
           "\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n" +
           "a=fmtp:96 " + fmtp + "\r\na=control:" + lineOf(control) + "\r\n";
}

QByteArray resolveControl(QByteArrayView base, QByteArrayView control)
{
    if (control.isEmpty() || control == QByteArrayView("*"))
        return base.toByteArray();
    if (isAbsolute(control))
        return control.toByteArray();
    if (control.startsWith('?'))
        return base.first(base.contains('?') ? base.indexOf('?') : base.size()).toByteArray() +
               control.toByteArray();
    if (base.endsWith('/') && control.startsWith('/'))
        control = control.sliced(1);
    const bool joined = base.endsWith('/') || control.startsWith('/');
    return base.toByteArray() + (joined ? "" : "/") + control.toByteArray();
}

} // namespace oriel
