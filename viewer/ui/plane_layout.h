#pragma once

#include <QMatrix4x4>

#include <optional>

struct AVFrame;

namespace oriel {

/// What a shader needs to read the planes of a picture as the decoder left them. Any thread.
struct PlaneLayout
{
    enum class Kind {
        Grey,       ///< Luma alone.
        Planar,     ///< Y, Cb, Cr.
        SemiPlanar, ///< Y, and Cb beside Cr.
    };
    Kind kind = Kind::Planar;
    int depth = 8; ///< Bits of a sample, in the low ones of 8 or 16.
    int chromaShiftX = 0, chromaShiftY = 0;

    /// None for a picture that has to be converted first: in RGB, packed, with alpha, with samples
    /// of another byte order, or upside down.
    [[nodiscard]] static std::optional<PlaneLayout> of(const AVFrame &picture);

    [[nodiscard]] int bytesPerSample() const { return depth > 8 ? 2 : 1; }
    [[nodiscard]] int planes() const;
    /// From samples, each from 0 to 1 of its 8 or 16 bits, to RGB from 0 to 1, by the matrix and
    /// range that the picture names (ITU-T H.273, 8.3).
    [[nodiscard]] QMatrix4x4 toRgb(const AVFrame &picture) const;
};

} // namespace oriel
