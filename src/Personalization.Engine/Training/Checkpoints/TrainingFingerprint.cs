using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>Tells whether what a training found is what another would find: the same events, options, live model and code. What the catalogue says is not in it: a training that goes on uses it as it is by then.</summary>
public static class TrainingFingerprint
{
    /// <summary>The fingerprint.</summary>
    /// <param name="log">The events.</param>
    /// <param name="options">How to train.</param>
    /// <param name="live">The version that serves; null for none.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(TrainingLog log, TrainingOptions options, string? live)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        XxHash128 hash = new();
        hash.Append(MemoryMarshal.AsBytes(log.AllEvents));
        for (int user = 0; user < log.UserSlots; user++)
        {
            Append(hash, log.StartOf(user));
        }

        foreach (string item in log.Items)
        {
            Append(hash, item);
        }

        foreach (LoggedAction draw in log.Draws)
        {
            Append(hash, FormattableString.Invariant($"{draw.User} {draw.TimeMs} {draw.Item} {draw.Position} {draw.Propensity} {draw.IsRewarded}"));
        }

        Append(hash, log.LeftOut);
        Append(hash, JsonSerializer.Serialize(options, ManifestJson.Default.TrainingOptions));
        Append(hash, FormattableString.Invariant($"{options.WarmEpochs} {options.RefreshShare} {live}"));
        Append(hash, typeof(TrainingFingerprint).Assembly.ManifestModule.ModuleVersionId.ToString());
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, int value) => hash.Append(MemoryMarshal.AsBytes([value]));

    private static void Append(XxHash128 hash, string text)
    {
        Append(hash, text.Length);
        hash.Append(Encoding.UTF8.GetBytes(text));
    }
}
