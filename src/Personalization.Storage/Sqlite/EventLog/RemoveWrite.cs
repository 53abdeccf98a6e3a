using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Overwrites the content of entries; their positions and sequence numbers stay.</summary>
internal sealed class RemoveWrite(string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at)
    : SqliteWrite<int>
{
    private const string Update =
        "UPDATE event SET event_hash = 0, entry = ?3 WHERE user_key = ?1 AND sequence = ?2";

    private readonly byte[] _entry = LogEntryCodec.Encode(new RemovedEntry { ReceivedAt = at });

    public override int Size => sequences.Count * _entry.Length;

    public override void Execute(WriterSession session)
    {
        Result = 0;
        foreach (long sequence in sequences)
        {
            Result += session.Erase(
                Update, statement => statement.BindText(1, userKey).Bind(2, sequence).BindBlob(3, _entry));
        }
    }
}
