/** A job store in one SQLite file, with group commit. */
module dev.forebay.queue.sqlite {
    requires transitive dev.forebay.queue;
    requires java.sql;
    requires org.jdbi.v3.core;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports dev.forebay.queue.sqlite;
}
