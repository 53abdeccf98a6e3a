using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Personalization.IntegrationTests.Load;

/// <summary>
/// A real server on a socket of this machine, with one thread per connection. It answers every request with the same
/// bytes after the wait of the test; with null it never answers.
/// </summary>
internal sealed class LineServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string?> _answer;

    public LineServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Gets an answer with a body.</summary>
    public static string Ok(int status, string body) =>
        $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = Task.Factory.StartNew(
                    () => Serve(client),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            }
        }
        catch (Exception stopped) when (stopped is ObjectDisposedException or SocketException)
        {
            // the test has finished
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            byte[] buffer = new byte[64 * 1024];
            try
            {
                int count;
                while ((count = client.Client.Receive(buffer)) > 0)
                {
                    if (_answer(Encoding.ASCII.GetString(buffer, 0, count)) is { } answer)
                    {
                        _ = client.Client.Send(Encoding.ASCII.GetBytes(answer));
                    }
                }
            }
            catch (SocketException)
            {
                // the generator closed the connection
            }
        }
    }
}
