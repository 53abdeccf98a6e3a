using Personalization.Storage.Sqlite.Connections;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Runs something on the writer's thread inside the transaction; by default holds the writer until told to go on, so
/// that what is queued meanwhile is one group.
/// </summary>
internal sealed class GateWrite(Action<WriterSession>? action = null) : SqliteWrite<int>, IDisposable
{
    private readonly ManualResetEventSlim _open = new(initialState: action is not null);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override int Size => 1;

    /// <summary>Completes when the writer stands at the gate.</summary>
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
