namespace Personalization.IntegrationTests.Storage;

/// <summary>An open port of a backend; closing it lets go of the backend as a process that ends well does.</summary>
public sealed class PortSession<T>(T port, Func<ValueTask> close) : IAsyncDisposable
{
    public T Port => port;

    public ValueTask DisposeAsync() => close();
}
