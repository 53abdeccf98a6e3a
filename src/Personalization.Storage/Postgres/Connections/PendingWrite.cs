namespace Personalization.Storage.Postgres.Connections;

/// <summary>A change with what its caller is told in the end.</summary>
internal abstract class PendingWrite<T>(string key, int rows, int size) : GroupedWrite(key, rows, size)
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the commit, or when the caller gives up.</summary>
    public Task<T> Task => _source.Task;

    /// <summary>What the commit decided. Set before it completes.</summary>
    public T Result { get; set; } = default!;

    public override void Complete() => _source.TrySetResult(Result);

    public override void Fail(Exception error) => _source.TrySetException(error);

    /// <summary>The caller gives up.</summary>
    public void Cancel(CancellationToken token) => _source.TrySetCanceled(token);
}
