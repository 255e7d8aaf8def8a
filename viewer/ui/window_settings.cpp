#include "ui/window_settings.h"

#include <QMetaEnum>
#include <QSettings>
#include <QStandardPaths>

namespace oriel {

QString WindowSettings::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
           QStringLiteral("/window.ini");
}

WindowSettings WindowSettings::load(const QString &file)
{
    const QSettings stored(file, QSettings::IniFormat);
    WindowSettings settings;
    settings.size = stored.value("size").toSize();
    settings.camerasShown = stored.value("cameras", settings.camerasShown).toBool();
    bool known = false;
    const int overlay = QMetaEnum::fromType<overlay::Mode>().keyToValue(
        stored.value("overlay").toByteArray().constData(), &known);
    if (known)
        settings.overlay = overlay::Mode(overlay);
    settings.language = stored.value("language").toString();
    return settings;
}

void WindowSettings::save(const QString &file) const
{
    QSettings stored(file, QSettings::IniFormat);
    stored.setValue("size", size);
    stored.setValue("cameras", camerasShown);
    stored.setValue("overlay", QLatin1String(QMetaEnum::fromType<overlay::Mode>().valueToKey(
                                   static_cast<int>(overlay))));
    stored.setValue("language", language);
}

} // namespace oriel
