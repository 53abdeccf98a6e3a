using Personalization.Storage.Sqlite.Connections;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Runs an action on the writer thread inside the transaction. Without an action it blocks the writer until
/// <see cref="Open"/>, so that all writes queued in the meantime form one group.
/// </summary>
internal sealed class GateWrite(Action<WriterSession>? action = null) : SqliteWrite<int>, IDisposable
{
    private readonly ManualResetEventSlim _open = new(initialState: action is not null);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override int Size => 1;

    /// <summary>Completes when the writer reaches the gate.</summary>
    public Task Reached => _reached.Task;

    public override void Execute(WriterSession session)
    {
        action?.Invoke(session);
        _reached.SetResult();
        _open.Wait();
    }

    public void Open() => _open.Set();

    public void Dispose() => _open.Dispose();
}
