#pragma once

#include "ui/main_window.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace oriel::test {

/// A window on a session, as main() makes them, in a home of its own.
struct WindowFixture
{
    explicit WindowFixture(ViewerOptions given = {}) : options(std::move(given)) { open(); }

    /// Closes the window, if there is one, and opens another as the next start would.
    void open()
    {
        if (window)
            window->close();
        window = std::make_unique<MainWindow>(
            options, MainWindow::Parts{session, statistics, cameras, passwords,
                                       home.filePath(QStringLiteral("window.ini"))});
        window->start();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }

    QUuid addCamera(const QString &name, const QString &url)
    {
        Camera camera;
        camera.id = QUuid::createUuid();
        camera.name = name;
        camera.url = StreamUrl::parse(url).value();
        return cameras.add(camera) ? camera.id : QUuid();
    }

    template <typename T>
    [[nodiscard]] T *find(const char *name) const
    {
        return window->findChild<T *>(QLatin1String(name));
    }
    [[nodiscard]] bool isShown(const char *name) const
    {
        const auto *widget = find<QWidget>(name);
        return widget && widget->isVisible();
    }
    void type(const char *field, const QString &text) const
    {
        auto *edit = find<QLineEdit>(field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void click(const char *button) const
    {
        QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton);
    }
    void trigger(const char *action) const { find<QAction>(action)->trigger(); }

    QTemporaryDir home;
    ViewerOptions options;
    Statistics statistics;
    PlaybackSession session;
    CameraStore cameras{home.filePath(QStringLiteral("cameras.json"))};
    PasswordStore passwords;
    std::unique_ptr<MainWindow> window;
};

} // namespace oriel::test
