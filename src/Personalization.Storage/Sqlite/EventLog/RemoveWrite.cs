using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.Index;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Overwrites the content of entries; their positions and sequence numbers stay.</summary>
internal sealed class RemoveWrite(string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at)
    : SqliteWrite<int>
{
    private const string Update = "UPDATE event SET event_hash = 0, entry = ?2 WHERE position = ?1";

    private readonly UserDigest _user = UserDigest.Of(userKey);
    private readonly byte[] _entry = LogEntryCodec.Encode(new RemovedEntry { ReceivedAt = at });

    public override int Size => sequences.Count * _entry.Length;

    public override void Execute(WriterSession session)
    {
        Result = 0;
        foreach (int position in session.Entries.PositionsOf(_user, sequences))
        {
            Result += session.Erase(Update, statement => statement.Bind(1, position).BindBlob(2, _entry));
        }
    }
}
