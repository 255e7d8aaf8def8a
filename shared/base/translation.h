#pragma once

#include <QString>

#include <array>

namespace oriel {

/// A language that Oriel speaks.
struct Language
{
    const char *code; ///< ISO 639-1
    const char *name; ///< In itself, UTF-8.
};

inline constexpr std::array<Language, 2> kLanguages{{{"en", "English"}, {"vi", "Tiếng Việt"}}};

/// From now on QCoreApplication translates into the language with this code; for an empty or an
/// unknown one into the system's, and into English where Oriel does not speak that. Call it once,
/// before there is a widget, with an application object, which owns what is loaded.
void installTranslation(const QString &language = {});

} // namespace oriel
