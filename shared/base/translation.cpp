#include "base/translation.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <algorithm>

// At global scope, as the macro wants it: the file is in a static library.
static void initResource()
{
    Q_INIT_RESOURCE(translations);
}

namespace oriel {

namespace {

bool isSpoken(const QString &code)
{
    return std::ranges::any_of(
        kLanguages, [&](const Language &known) { return code == QLatin1String(known.code); });
}

QString systemLanguage()
{
    // The person's languages in the order of preference, each as "vi-Latn-VN" or shorter.
    for (const QString &name : QLocale::system().uiLanguages()) {
        if (QString code = name.section(u'-', 0, 0); isSpoken(code))
            return code;
    }
    return QStringLiteral("en");
}

} // namespace

void installTranslation(const QString &language)
{
    initResource();
    const QString code = isSpoken(language) ? language : systemLanguage();
    if (code == u"en")
        return; // What the strings are written in.
    for (const char *words : {"qt", "oriel"}) {
        auto *translator = new QTranslator(QCoreApplication::instance());
        if (translator->load(QStringLiteral(":/translations/%1_%2.qm").arg(words, code)))
            QCoreApplication::installTranslator(translator);
    }
}

} // namespace oriel
