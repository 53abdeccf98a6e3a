using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>One try of an operation on its own connection.</summary>
internal sealed class DatabaseTry<T>(NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task<T>> work)
{
    /// <summary>Gets whether the connection was opened. If not, nothing can have been stored.</summary>
    public bool Opened { get; private set; }

    /// <summary>Opens a connection and runs the operation.</summary>
    public async ValueTask<T> RunAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            Opened = true;
            return await work(connection, cancellationToken).ConfigureAwait(false);
        }
    }
}
