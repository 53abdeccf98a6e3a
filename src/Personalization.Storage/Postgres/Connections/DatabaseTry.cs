using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>One try of some work on a connection of its own.</summary>
internal sealed class DatabaseTry<T>(NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task<T>> work)
{
    /// <summary>Whether the server let us in: before that nothing can have been stored.</summary>
    public bool Opened { get; private set; }

    /// <summary>Opens a connection and does the work.</summary>
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
