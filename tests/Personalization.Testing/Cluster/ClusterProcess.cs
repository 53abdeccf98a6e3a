using System.Collections.Immutable;
using System.Globalization;

namespace Personalization.Testing.Cluster;

/// <summary>
/// A process of a cluster. A test can end, freeze and restart it under the same name, and can give it a separate
/// network.
/// </summary>
public sealed class ClusterProcess : IAsyncDisposable
{
    private readonly ClusterPlan _plan;
    private readonly string _folder;
    private readonly int _number;
    private readonly List<string> _endedOutputs = [];
    private EngineProcess? _process;

    internal ClusterProcess(ProcessKind kind, int number, ClusterPlan plan, string folder)
    {
        Kind = kind;
        _number = number;
        _plan = plan;
        _folder = folder;
        if (plan.OwnNetworks && kind == ProcessKind.Silo)
        {
            Network = SiloNetwork.Make(number);
        }
    }

    /// <summary>Gets the kind of process.</summary>
    public ProcessKind Kind { get; }

    /// <summary>Gets the name, for example <c>silo-2</c>.</summary>
    public string Name =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}-{_number}");

    /// <summary>Gets the network; null when the process shares this machine's network.</summary>
    public SiloNetwork? Network { get; }

    /// <summary>Gets the current or latest process.</summary>
    /// <exception cref="InvalidOperationException">The process was never started.</exception>
    public EngineProcess Process => _process ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Gets the port on which other silos reach the process; 0 for a process without a silo.</summary>
    public int SiloPort { get; private set; }

    /// <summary>Gets the number of starts.</summary>
    public int Starts { get; private set; }

    /// <summary>True if the process is running.</summary>
    public bool IsAlive => _process?.IsAlive == true;

    /// <summary>Gets the output of all its processes, the newest last.</summary>
    public string Output => string.Join(Environment.NewLine, [.. _endedOutputs, Process.Output]);

    /// <summary>Starts the process on new ports and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Starts++;
        SiloPort = Kind == ProcessKind.Api ? 0 : LoopbackPort.Free();
        EngineLaunch launch = new(_folder)
        {
            Environment = Environments(),
            Host = Network?.Address ?? "127.0.0.1",
            Through = [.. Network?.Through ?? []],
        };
        IReadOnlyList<string> command = _plan.Command?.Invoke(Kind)
            ?? [Kind == ProcessKind.Silo ? EngineBuild.SiloDll : EngineBuild.Dll];
        _process = await EngineProcess.StartAsync(
            launch, command, "/health/ready", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Kills the process (<c>kill -9</c>) and waits for its end.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _endedOutputs.Add(Process.Output);
    }

    /// <summary>Ends the process, gracefully if it runs, and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        if (IsAlive)
        {
            _ = await Process.TerminateAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        }

        _endedOutputs.Add(Process.Output);
        await Process.DisposeAsync().ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync().ConfigureAwait(false);
        }

        Network?.Dispose();
    }

    private ImmutableDictionary<string, string> Environments()
    {
        ImmutableDictionary<string, string> all = _plan.Environment;
        if (Network is not null)
        {
            all = all.SetItem("Personalization__Cluster__AdvertisedAddress", Network.Address)
                .SetItem("Personalization__Cluster__AllowPlaintext", "true");
        }

        if (SiloPort != 0)
        {
            string port = SiloPort.ToString(CultureInfo.InvariantCulture);
            all = all.SetItem("Personalization__Cluster__SiloPort", port);
        }

        if (_plan.Sample && _number == 1 && Kind != ProcessKind.Api)
        {
            all = all.SetItem("Personalization__Sample", "true");
        }

        return Kind == ProcessKind.Node ? all.SetItem("Personalization__Role", "Node") : all;
    }
}
