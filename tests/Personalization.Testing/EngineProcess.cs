using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Testing;

/// <summary>
/// The engine as users run it: the built program in a separate process, on a free port of 127.0.0.1. It ends at the
/// latest with the process that started it.
/// </summary>
public sealed class EngineProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int MaxOutput = 200_000;

    /// <summary>More than an idle process uses within a usual limit.</summary>
    private const int ProcessorStepSeconds = 5;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly EventHandler _onExit;
    private long _written;

    private EngineProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _onExit = (_, _) => Kill();
        AppDomain.CurrentDomain.ProcessExit += _onExit;
        process.OutputDataReceived += (_, line) => Collect(line.Data);
        process.ErrorDataReceived += (_, line) => Collect(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Gets the address that the engine listens on.</summary>
    public Uri Address { get; }

    /// <summary>Gets the process id.</summary>
    public int Id => _process.Id;

    /// <summary>True if the process is running.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Gets the processor time of all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Gets the latest 200,000 characters that the process wrote to its console.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the engine and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">The engine ended or did not become ready. The message holds its
    /// output.</exception>
    public static Task<EngineProcess> StartAsync(EngineLaunch launch, CancellationToken cancellationToken) =>
        StartAsync(launch, [EngineBuild.Dll], "/health/ready", cancellationToken);

    /// <summary>Starts a web program of the engine and waits until it is ready.</summary>
    /// <param name="launch">The start options.</param>
    /// <param name="command">The program's dll, then its arguments. The method adds <c>--urls</c>.</param>
    /// <param name="readyPath">The path that answers 200 when the program is ready.</param>
    /// <param name="cancellationToken">Cancels the wait and ends the program.</param>
    /// <exception cref="InvalidOperationException">The program ended or did not become ready. The message holds its
    /// output.</exception>
    public static async Task<EngineProcess> StartAsync(
        EngineLaunch launch, IReadOnlyList<string> command, string readyPath, CancellationToken cancellationToken)
    {
        Uri address = new($"http://{launch.Host}:{LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}");
        string[] line =
        [.. launch.Through, EngineBuild.Host, .. command, "--urls", address.GetLeftPart(UriPartial.Authority)];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = launch.DataPath,
        };
        start.Environment["Personalization__DataPath"] = launch.DataPath;
        start.Environment["Personalization__Sample"] = "false";

        // Load generators send more than people do.
        start.Environment["Personalization__Api__UserEventsPerSecond"] = "0";
        start.Environment["Personalization__Api__NewUsersPerMinute"] = "0";
        foreach ((string name, string value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        foreach (string name in launch.Omitted)
        {
            _ = start.Environment.Remove(name);
        }

        EngineProcess engine = new(Process.Start(start)!, address);
        try
        {
            await engine.WaitUntilReadyAsync(readyPath, launch.ReadyWithin, cancellationToken).ConfigureAwait(false);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Kills the process (<c>kill -9</c>), as a power cut does.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // The process has already ended.
        }
    }

    /// <summary>Freezes the process (SIGSTOP). Its connections stay open and silent.</summary>
    public void Freeze() => Send(SigStop);

    /// <summary>Continues a frozen process (SIGCONT).</summary>
    public void Thaw() => Send(SigCont);

    /// <summary>Waits until the process has ended.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the process to end (SIGTERM) and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">The process still runs after <paramref name="limit"/>.</exception>
    public async Task<int> TerminateAsync(TimeSpan limit)
    {
        Send(SigTerm);
        using CancellationTokenSource late = new(limit, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"The engine still ran {limit.TotalSeconds} s after SIGTERM.{Environment.NewLine}{Output}");
        }

        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= _onExit;
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _process.Dispose();
    }

    private void Send(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent to process {_process.Id}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);

    private async Task WaitUntilReadyAsync(string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        ProgressLimit progress = new(limit, TimeProvider.System);
        using HttpClient http = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        while (!await AnswersAsync(http, path, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_process.HasExited)
            {
                throw new InvalidOperationException(
                    $"The engine ended with code {_process.ExitCode}.{Environment.NewLine}{Output}");
            }

            if (progress.IsExceeded(Progress()))
            {
                throw new InvalidOperationException(
                    $"The engine was not ready after {progress.Elapsed.TotalSeconds:0} s and made no progress."
                        + $"{Environment.NewLine}{Output}");
            }

            await Task.Delay(
                TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gets a value that changes while the process works: its output and its processor time.</summary>
    private (long Written, int ProcessorSteps) Progress()
    {
        long written;
        lock (_output)
        {
            written = _written;
        }

        try
        {
            return (written, (int)(ProcessorTime.TotalSeconds / ProcessorStepSeconds));
        }
        catch (InvalidOperationException)
        {
            return (written, 0); // The process ended between two checks.
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(
                new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Collect(string? line)
    {
        lock (_output)
        {
            _ = _output.AppendLine(line);
            _written++;
            if (_output.Length > MaxOutput)
            {
                _ = _output.Remove(0, _output.Length - MaxOutput);
            }
        }
    }
}
