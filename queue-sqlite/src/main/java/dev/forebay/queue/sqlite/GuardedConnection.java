package dev.forebay.queue.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The writer's connection as a user's own write sees it: statements yes, the end of the transaction no, and nothing at all
 * once the write has returned. The transaction is shared with other jobs; ending it would acknowledge them half done.
 */
final class GuardedConnection {

    private static final Set<String> REFUSED = Set.of(
            "commit",
            "rollback",
            "close",
            "abort",
            "setAutoCommit",
            "setSavepoint",
            "releaseSavepoint",
            "setReadOnly",
            "setTransactionIsolation",
            "unwrap");

    private GuardedConnection() {}

    static Connection around(Connection connection, AtomicBoolean valid) {
        return (Connection) Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> invoke(connection, valid, method, arguments));
    }

    private static @Nullable Object invoke(
            Connection connection, AtomicBoolean valid, Method method, Object @Nullable [] arguments) throws Throwable {
        if (!valid.get()) {
            throw new SQLException("the transaction is over; this connection was valid only during the write");
        }
        if (REFUSED.contains(method.getName())) {
            throw new SQLException(method.getName() + " is refused: the store commits this transaction itself");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        }
    }
}
