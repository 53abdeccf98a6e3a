namespace Personalization.IntegrationTests.Storage;

/// <summary>An open store of a backend; disposing it closes the backend like a regular process exit.</summary>
public sealed class PortSession<T>(T port, Func<ValueTask> close) : IAsyncDisposable
{
    public T Port => port;

    public ValueTask DisposeAsync() => close();
}
