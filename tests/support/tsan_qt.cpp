// ThreadSanitizer sees neither the futexes nor the atomics of a Qt that is not instrumented: what
// one thread hands to another in an event would be reported, all of it. Linked into the tests,
// these stand before Qt's own functions of the same names and tell it of the two ends of that way:
// an event is posted, an event is received. What goes another way (`Latest`, atomics, sockets) is
// still checked.
//
// There is one ticket for all events. That is more order than Qt promises where two unrelated
// threads post at the same time, and may hide a race between those.

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <dlfcn.h>

extern "C" void __tsan_acquire(void *address);
extern "C" void __tsan_release(void *address);

namespace {

char ticket;

/// Qt's own function behind the one of the same name here.
template <typename Function>
Function *next(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

} // namespace

bool QObject::event(QEvent *event)
{
    static auto *const original = next<bool(QObject *, QEvent *)>("_ZN7QObject5eventEP6QEvent");
    __tsan_acquire(&ticket);
    return original(this, event);
}

void QMetaObject::activate(QObject *sender, const QMetaObject *type, int signal, void **arguments)
{
    static auto *const original = next<void(QObject *, const QMetaObject *, int, void **)>(
        "_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    __tsan_release(&ticket);
    original(sender, type, signal, arguments);
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot,
                                   Qt::ConnectionType type, void *result)
{
    static auto *const original =
        next<bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *)>(
            "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14"
            "ConnectionTypeEPv");
    __tsan_release(&ticket);
    return original(object, slot, type, result);
}

void QObject::deleteLater()
{
    static auto *const original = next<void(QObject *)>("_ZN7QObject11deleteLaterEv");
    __tsan_release(&ticket);
    original(this);
}
