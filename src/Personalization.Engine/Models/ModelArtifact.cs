using System.IO.Hashing;
using System.Text.Json;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>Writes and reads model artifacts. The manifest holds a checksum of every file and of itself.</summary>
internal static class ModelArtifact
{
    private const string ManifestName = "manifest.json";
    private const string ItemsName = "items.bin";
    private const string SessionsName = "sessions.bin";
    private const string FactorsName = "factors.bin";
    private const string CoVisitationName = "covisitation.bin";
    private const string TransitionsName = "transitions.bin";
    private const string LinearName = "linear.bin";
    private const string PopularName = "popular.bin";
    private const string RankerName = "ranker.bin";
    private const string ContentName = "content.bin";
    private const string MomentsName = "moments.json";
    private const string TogetherName = "together.bin";
    private const int MaxFeatures = 1023;

    /// <summary>Writes a model to files.</summary>
    /// <param name="items">The ids of the items, in the order of their numbers.</param>
    /// <param name="parts">The sources.</param>
    /// <param name="ranker">The learned ranker; null if the blend ranks.</param>
    /// <param name="about">The manifest without its files and its checksum.</param>
    /// <param name="moments">The choices at the moments of a visit; null for none.</param>
    /// <returns>The content of each file by name.</returns>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Write(
        IReadOnlyList<string> items,
        ModelParts parts,
        TrainedRanker? ranker,
        ModelManifest about,
        ModelMoments? moments = null)
    {
        ArtifactWriter names = new ArtifactWriter().Write(items.Count);
        foreach (string id in items)
        {
            names.Write(id);
        }

        SortedDictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal)
        {
            [ItemsName] = names.ToMemory(),
            [SessionsName] = Write(
                Write(new ArtifactWriter(), parts.Sessions.Sessions), parts.Sessions.Index).ToMemory(),
            [FactorsName] = new ArtifactWriter().Write(parts.Factors.Factors).ToMemory(),
            [CoVisitationName] = Write(new ArtifactWriter(), parts.CoVisitation.Neighbours).ToMemory(),
            [TransitionsName] = Write(new ArtifactWriter(), parts.Transitions.Neighbours).ToMemory(),
            [LinearName] = Write(new ArtifactWriter(), parts.Linear.Weights).ToMemory(),
            [PopularName] = new ArtifactWriter().Write(parts.Popular.Scores).ToMemory(),
        };

        if (ranker is not null)
        {
            files[RankerName] = RankerArtifact.Write(ranker);
        }

        if (parts.Map is { } map)
        {
            files[ContentName] = Write(map);
        }

        if (moments is not null)
        {
            files[MomentsName] = JsonSerializer.SerializeToUtf8Bytes(moments, ManifestJson.Default.ModelMoments);
        }

        if (parts.Together is { } together)
        {
            files[TogetherName] = Write(new ArtifactWriter(), together).ToMemory();
        }

        SortedDictionary<string, ManifestFile> listed = new(StringComparer.Ordinal);
        foreach ((string name, ReadOnlyMemory<byte> content) in files)
        {
            listed[name] = new(content.Length, Checksum(content.Span));
        }

        ModelManifest manifest = about with { Files = listed };
        files[ManifestName] = Serialise(
            manifest with { Checksum = Checksum(Serialise(manifest with { Checksum = "" })) });
        return files;
    }

    /// <summary>Reads a model from files.</summary>
    /// <param name="version">The expected name of the version.</param>
    /// <param name="files">The content of each file by name.</param>
    /// <exception cref="InvalidDataException">The artifact is incomplete, corrupt, or of another version or
    /// format.</exception>
    public static ModelSnapshot Read(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        ModelManifest manifest = ReadManifest(version, files);
        string[] ids = ReadItems(Open(files, manifest, ItemsName), manifest.Items);
        try
        {
            ModelParts parts = ReadParts(files, manifest);
            TrainedRanker? ranker = manifest.Ranker is { Features.Count: > 0 } about
                ? RankerArtifact.Read(Open(files, manifest, RankerName), parts, about.Features)
                : null;
            ModelMoments? moments = ReadMoments(files, manifest);
            BlendWeights common = manifest.Blend.Weights;
            BlendWeights returning = manifest.Returning.Weights;
            return new ModelSnapshot(
                version,
                new ItemIndex(ids),
                parts,
                moments?.Fresh?.Over(common) ?? common,
                moments?.Returning?.Over(returning) ?? returning,
                manifest.Ranker?.Fresh is { Used: true } ? ranker?.Over(parts, common) : null,
                manifest.Ranker?.Returning is { Used: true } ? ranker?.Over(parts, returning) : null,
                manifest.Given?.Weights,
                manifest.Ranker is not { RanksGiven: false })
            {
                Manifest = manifest,
                Moments = moments,
            };
        }
        catch (ArgumentException duplicate)
        {
            throw new InvalidDataException($"Model {version} is corrupt: an item id occurs twice.", duplicate);
        }
    }

    /// <summary>Reads the optional file of the moments; null in an artifact without it.</summary>
    private static ModelMoments? ReadMoments(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest)
    {
        if (!manifest.Files.ContainsKey(MomentsName))
        {
            return null;
        }

        ReadOnlySpan<byte> content = Checked(files, manifest, MomentsName).Span;
        try
        {
            return JsonSerializer.Deserialize(content, ManifestJson.Default.ModelMoments);
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException(
                $"Model {manifest.Version} is corrupt: {MomentsName} is not valid.", malformed);
        }
    }

    private static ModelManifest ReadManifest(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.TryGetValue(ManifestName, out ReadOnlyMemory<byte> content))
        {
            throw new InvalidDataException($"Model {version} is incomplete: {ManifestName} is missing.");
        }

        try
        {
            // the format comes first: another format may have other fields
            ManifestFormat format = JsonSerializer.Deserialize(content.Span, ManifestJson.Default.ManifestFormat)
                ?? throw new JsonException("The manifest is null.");
            if (format.Format != ModelManifest.CurrentFormat)
            {
                throw new InvalidDataException($"Model {version} must have format {ModelManifest.CurrentFormat} but "
                    + $"has format {format.Format}. Train a new version.");
            }

            ModelManifest manifest = JsonSerializer.Deserialize(content.Span, ManifestJson.Default.ModelManifest)
                ?? throw new JsonException("The manifest is null.");

            // Inside the try: a manifest that lacks a part can be read and fails only when it is written again.
            Verify(version, manifest, content.Span);
            return manifest;
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException(
                $"Model {version} is corrupt: {ManifestName} is not a valid manifest.", malformed);
        }
    }

    private static void Verify(string version, ModelManifest manifest, ReadOnlySpan<byte> content)
    {
        if (manifest.Version != version)
        {
            throw new InvalidDataException(
                $"Model {version} is corrupt: its manifest is of version {manifest.Version}.");
        }

        string checksum = Checksum(Serialise(manifest with { Checksum = "" }));
        if (manifest.Checksum != checksum || !content.SequenceEqual(Serialise(manifest)))
        {
            throw new InvalidDataException($"Model {version} is corrupt: checksum mismatch in {ManifestName}.");
        }
    }

    private static ModelParts ReadParts(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest)
    {
        int items = manifest.Items;
        ArtifactReader reader = Open(files, manifest, SessionsName);
        Adjacency sessions = ReadAdjacency(reader, manifest.Sessions, items);
        Adjacency index = ReadAdjacency(reader, items, manifest.Sessions);
        reader.End();
        float[] factors = ReadFloats(Open(files, manifest, FactorsName), (long)items * manifest.Factors.Factors);
        float[] popular = ReadFloats(Open(files, manifest, PopularName), items);
        FactorSource source = new(factors, manifest.Factors);
        ContentMap? map = manifest.Content is { Used: true }
            ? ReadMap(Open(files, manifest, ContentName), manifest.Factors.Factors)
            : null;
        return new ModelParts(
            new SessionSource(sessions, index, manifest.SessionNeighbours),
            source,
            new CoVisitationSource(ReadLists(files, manifest, CoVisitationName), manifest.CoVisitation),
            new PopularSource(popular),
            manifest.Options.SessionGapMs,
            new LinearSource(ReadLists(files, manifest, LinearName), manifest.Linear),
            new CoVisitationSource(
                ReadLists(files, manifest, TransitionsName), manifest.Transitions, CoVisitationSource.Transitions),
            manifest.Repeats is null ? null : new RepeatSource(manifest.Repeats),
            map,
            map is null ? null : new ContentSource(source, []))
        {
            Together = manifest.Files.ContainsKey(TogetherName) ? ReadLists(files, manifest, TogetherName) : null,
        };
    }

    private static ReadOnlyMemory<byte> Write(ContentMap map)
    {
        ArtifactWriter writer = new ArtifactWriter().Write(map.Features.Count);
        foreach (string feature in map.Features)
        {
            writer.Write(feature);
        }

        return writer.Write(map.Weights).ToMemory();
    }

    private static ContentMap ReadMap(ArtifactReader reader, int size)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > MaxFeatures)
        {
            throw new InvalidDataException(
                $"The model is corrupt: the content map has {count} features but must have 0 to {MaxFeatures}.");
        }

        string[] features = new string[count];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = reader.ReadString();
        }

        float[] weights = reader.ReadFloats();
        reader.End();
        return new(features, weights, size);
    }

    private static Adjacency ReadLists(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest, string name)
    {
        ArtifactReader reader = Open(files, manifest, name);
        Adjacency lists = ReadAdjacency(reader, manifest.Items, manifest.Items);
        reader.End();
        return lists;
    }

    private static ArtifactReader Open(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest, string name) =>
        new(Checked(files, manifest, name));

    private static ReadOnlyMemory<byte> Checked(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest, string name)
    {
        if (!manifest.Files.TryGetValue(name, out ManifestFile? expected)
            || !files.TryGetValue(name, out ReadOnlyMemory<byte> content))
        {
            throw new InvalidDataException($"Model {manifest.Version} is incomplete: {name} is missing.");
        }

        if (content.Length != expected.Bytes)
        {
            throw new InvalidDataException($"Model {manifest.Version} is corrupt: {name} must have {expected.Bytes} "
                + $"bytes but has {content.Length}.");
        }

        return Checksum(content.Span) == expected.XxHash128
            ? content
            : throw new InvalidDataException($"Model {manifest.Version} is corrupt: checksum mismatch in {name}.");
    }

    private static string[] ReadItems(ArtifactReader reader, int count)
    {
        if (reader.ReadInt32() != count)
        {
            throw new InvalidDataException("The model is corrupt: the number of items differs from the manifest.");
        }

        string[] ids = new string[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = reader.ReadString();
        }

        reader.End();
        return ids;
    }

    private static float[] ReadFloats(ArtifactReader reader, long count)
    {
        float[] values = reader.ReadFloats();
        reader.End();
        return values.Length == count
            ? values
            : throw new InvalidDataException(
                $"The model is corrupt: a file must have {count} numbers but has {values.Length}.");
    }

    private static ArtifactWriter Write(ArtifactWriter writer, Adjacency lists) =>
        writer.Write(lists.Starts).Write(lists.AllTargets).Write(lists.AllWeights);

    private static Adjacency ReadAdjacency(ArtifactReader reader, int rows, int targetCount)
    {
        Adjacency lists = new(reader.ReadInt32s(), reader.ReadInt32s(), reader.ReadFloats(), targetCount);
        return lists.Rows == rows
            ? lists
            : throw new InvalidDataException(
                $"The model is corrupt: a file must have {rows} rows but has {lists.Rows}.");
    }

    private static byte[] Serialise(ModelManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.ModelManifest);

    private static string Checksum(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
