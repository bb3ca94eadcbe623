package dev.forebay.queue.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps compiled statements for the next time, since compiling one costs SQLite more than running it. Confined to the
 * thread that has its connection.
 */
final class KeptStatements extends DefaultStatementBuilder {

    /** More than this package has; the texts that vary with a number of ids would grow without end. */
    private static final int IDLE_MAX = 64;

    private final Map<String, PreparedStatement> idle = new HashMap<>();

    /** By identity: the library names a statement by another text when it closes it than when it made it. */
    private final IdentityHashMap<Statement, String> texts = new IdentityHashMap<>();

    private KeptStatements() {}

    /** A handle on a connection, with statements kept. */
    static Handle open(Connection connection) {
        Jdbi jdbi = Jdbi.create(connection);
        jdbi.setStatementBuilderFactory(any -> new KeptStatements());
        return jdbi.open();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        // Taken out, so that the same text can be in use twice at a time.
        PreparedStatement statement = idle.remove(sql);
        if (statement == null) {
            statement = super.create(connection, sql, context);
            texts.put(statement, sql);
        }
        return statement;
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        String text = texts.get(statement);
        if (text != null
                && statement instanceof PreparedStatement prepared
                && idle.size() < IDLE_MAX
                && !idle.containsKey(text)) {
            prepared.clearParameters();
            idle.put(text, prepared);
        } else {
            texts.remove(statement);
            super.close(connection, sql, statement);
        }
    }
}
