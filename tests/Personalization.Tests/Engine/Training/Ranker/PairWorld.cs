using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>
/// In a visit, the user views four random devices and then buys. The purchase is mostly an accessory of one of the
/// four, otherwise one of five best-sellers. The true reasons of every list are therefore known: a device for its
/// accessory, and popularity for a best-seller.
/// </summary>
internal static class PairWorld
{
    public const int Devices = 80;

    public static readonly TrainingOptions Options =
        new() { Factors = 16, Epochs = 3, HoldOutShare = 0.3, RankerLists = 1500, RankerTrees = 40, Search = false };

    public static TrainingLog Log(int visits = 2400, int seed = 5)
    {
        Random random = new(seed);
        List<LogRecord> records = [];
        for (int visit = 0; visit < visits; visit++)
        {
            string user = string.Create(CultureInfo.InvariantCulture, $"u{visit % 600}");
            int[] devices = [.. Enumerable.Range(0, 4).Select(_ => random.Next(Devices))];
            for (int step = 0; step < devices.Length; step++)
            {
                records.Add(
                    Logs.Event(user, Device(devices[step]), EventTypes.View, (visit * 60) + step, records.Count + 1));
            }

            string bought = random.Next(10) < 6 ? Accessory(devices[random.Next(4)]) : BestSeller(random.Next(5));
            records.Add(
                Logs.Event(user, bought, EventTypes.Purchase, (visit * 60) + devices.Length, records.Count + 1));
        }

        return Logs.Build(records);
    }

    public static string Device(int number) => string.Create(CultureInfo.InvariantCulture, $"device-{number}");

    public static string Accessory(int device) => string.Create(CultureInfo.InvariantCulture, $"accessory-{device}");

    public static string BestSeller(int number) => string.Create(CultureInfo.InvariantCulture, $"best-seller-{number}");
}
